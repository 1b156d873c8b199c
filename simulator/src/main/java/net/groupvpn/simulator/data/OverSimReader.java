package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.List;

/** Reads OverSim's {@code nodes_2d.xml}: each node's coordinates, whose distance is the delay. */
final class OverSimReader {
  private final XmlSource xml;
  private final List<float[]> nodes = new ArrayList<>();

  OverSimReader(LineSource source) throws DatasetException {
    this.xml = new XmlSource(source);
  }

  RawMatrix read() throws DatasetException {
    while (xml.next()) {
      if (xml.isStart("node")) {
        nodes.add(node());
      }
    }
    if (nodes.isEmpty()) {
      throw xml.error("no node with coordinates");
    }
    RawMatrix matrix = new RawMatrix(nodes.size());
    for (int one = 0; one < nodes.size(); one++) {
      for (int other = 0; other < one; other++) {
        matrix.setBoth(one, other, distance(nodes.get(one), nodes.get(other)));
      }
    }
    return matrix;
  }

  private float[] node() throws DatasetException {
    if (nodes.size() == RawMatrix.MAX_NODES) {
      throw xml.error("more than " + RawMatrix.MAX_NODES + " nodes");
    }
    List<Float> coordinates = new ArrayList<>();
    while (xml.next() && !xml.isEnd("node")) {
      if (xml.isStart("coord")) {
        coordinates.add(xml.number(xml.text()));
      }
    }
    int dimensions = nodes.isEmpty() ? coordinates.size() : nodes.get(0).length;
    if (coordinates.isEmpty() || coordinates.size() != dimensions) {
      throw xml.error(coordinates.size() + " coordinates; the first node has " + dimensions);
    }
    float[] node = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      node[i] = coordinates.get(i);
    }
    return node;
  }

  private static float distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
    }
    return (float) Math.sqrt(sum);
  }
}
