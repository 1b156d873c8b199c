package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Dijkstra from every node. */
final class ShortestPaths {
  /** A link of the graph. */
  record Edge(int from, int to, float length) {}

  private record Reached(int node, float length) {}

  private final int size;
  private final List<List<Edge>> outgoing = new ArrayList<>();

  ShortestPaths(int size, List<Edge> edges, boolean directed) {
    this.size = size;
    for (int i = 0; i < size; i++) {
      outgoing.add(new ArrayList<>());
    }
    for (Edge edge : edges) {
      outgoing.get(edge.from).add(edge);
      if (!directed) {
        outgoing.get(edge.to).add(new Edge(edge.to, edge.from, edge.length));
      }
    }
  }

  /** Nodes that cannot be reached stay missing. */
  RawMatrix toMatrix() {
    RawMatrix matrix = new RawMatrix(size);
    for (int from = 0; from < size; from++) {
      float[] lengths = from(from);
      for (int to = 0; to < size; to++) {
        if (lengths[to] < Float.POSITIVE_INFINITY) {
          matrix.set(from, to, lengths[to]);
        }
      }
    }
    return matrix;
  }

  private float[] from(int start) {
    float[] best = new float[size];
    Arrays.fill(best, Float.POSITIVE_INFINITY);
    best[start] = 0;
    PriorityQueue<Reached> open =
        new PriorityQueue<>(Comparator.comparingDouble(reached -> reached.length));
    open.add(new Reached(start, 0));
    for (Reached at = open.poll(); at != null; at = open.poll()) {
      if (at.length > best[at.node]) {
        continue;
      }
      for (Edge edge : outgoing.get(at.node)) {
        float length = at.length + edge.length;
        if (length < best[edge.to]) {
          best[edge.to] = length;
          open.add(new Reached(edge.to, length));
        }
      }
    }
    return best;
  }
}
