package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Shadow's GraphML: edges with a {@code latency}; between nodes the shortest paths count. */
final class GraphMlReader {
  private static final String LATENCY = "latency";

  private final XmlSource xml;
  private final Map<String, Integer> nodes = new HashMap<>();
  private final List<ShortestPaths.Edge> edges = new ArrayList<>();
  private @Nullable String latencyKey;
  private boolean directed;

  GraphMlReader(LineSource source) throws DatasetException {
    this.xml = new XmlSource(source);
  }

  RawMatrix read() throws DatasetException {
    while (xml.next()) {
      if (xml.isStart("key") && isLatency(xml.attribute("attr.name"), xml.attribute("for"))) {
        latencyKey = xml.attribute("id");
      } else if (xml.isStart("graph")) {
        directed = xml.attribute("edgedefault").equals("directed");
      } else if (xml.isStart("node")) {
        addNode();
      } else if (xml.isStart("edge")) {
        addEdge();
      }
    }
    if (nodes.isEmpty() || edges.isEmpty()) {
      throw xml.error("a graph without nodes or without edges");
    }
    return new ShortestPaths(nodes.size(), edges, directed).toMatrix();
  }

  private static boolean isLatency(String name, String of) {
    return name.equals(LATENCY) && !of.equals("node");
  }

  private void addNode() throws DatasetException {
    if (nodes.size() == RawMatrix.MAX_NODES) {
      throw xml.error("more than " + RawMatrix.MAX_NODES + " nodes");
    }
    nodes.putIfAbsent(xml.attribute("id"), nodes.size());
  }

  private void addEdge() throws DatasetException {
    int from = node(xml.attribute("source"));
    int to = node(xml.attribute("target"));
    float latency = Float.NaN;
    while (xml.next() && !xml.isEnd("edge")) {
      if (xml.isStart("data") && xml.attribute("key").equals(latencyKey)) {
        latency = LatencyText.millis(xml.text(), xml::error);
      }
    }
    if (!(latency >= 0)) {
      throw xml.error("an edge without a latency");
    }
    edges.add(new ShortestPaths.Edge(from, to, latency));
  }

  private int node(String id) throws DatasetException {
    Integer number = nodes.get(id);
    if (number == null) {
      throw xml.error("an edge of node '" + id + "', which the file does not name before");
    }
    return number;
  }
}
