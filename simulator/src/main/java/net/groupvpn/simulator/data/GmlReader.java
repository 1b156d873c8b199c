package net.groupvpn.simulator.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the GML of Shadow 2 and later: nodes with an {@code id}, edges with {@code source, target}
 * and a {@code latency} such as {@code "10 ms"}; between nodes the shortest paths count. Other keys
 * are skipped.
 */
final class GmlReader {
  private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|\\[|\\]|[^\\s\\[\\]\"]+");
  private static final int MAX_DEPTH = 8;

  /** A list of keys and values that is being read. */
  private record Block(String name, Map<String, String> values) {}

  private final LineSource source;
  private final Map<String, Integer> nodes = new HashMap<>();
  private final List<Map<String, String>> edges = new ArrayList<>();
  private final List<Block> open = new ArrayList<>();
  private boolean directed;
  private @Nullable String key;

  GmlReader(LineSource source) {
    this.source = source;
  }

  RawMatrix read() throws DatasetException {
    for (String line = source.next(); line != null; line = source.next()) {
      Matcher tokens = TOKEN.matcher(line.strip().startsWith("#") ? "" : line);
      while (tokens.find()) {
        take(tokens.group(), tokens.group(1));
      }
    }
    if (!open.isEmpty()) {
      throw source.error("the file ends within '" + open.get(0).name + "': cut off?");
    }
    if (nodes.isEmpty() || edges.isEmpty()) {
      throw source.error("a graph without nodes or without edges");
    }
    List<ShortestPaths.Edge> lengths = new ArrayList<>();
    for (Map<String, String> edge : edges) {
      lengths.add(
          new ShortestPaths.Edge(
              node(edge.getOrDefault("source", "")),
              node(edge.getOrDefault("target", "")),
              LatencyText.millis(edge.getOrDefault("latency", ""), source::error)));
    }
    return new ShortestPaths(nodes.size(), lengths, directed).toMatrix();
  }

  private void take(String token, @Nullable String quoted) throws DatasetException {
    String name = key;
    if (token.equals("]")) {
      close();
    } else if (name == null) {
      key = token;
    } else if (token.equals("[")) {
      if (open.size() == MAX_DEPTH) {
        throw source.error("lists within lists, more than " + MAX_DEPTH + " deep");
      }
      open.add(new Block(name, new HashMap<>()));
      key = null;
    } else {
      if (!open.isEmpty()) {
        open.get(open.size() - 1).values.put(name, quoted == null ? token : quoted);
      }
      key = null;
    }
  }

  private void close() throws DatasetException {
    if (open.isEmpty() || key != null) {
      throw source.error("']' where none may be");
    }
    Block block = open.remove(open.size() - 1);
    switch (block.name) {
      case "graph" -> directed = block.values.getOrDefault("directed", "0").equals("1");
      case "node" -> {
        nodes.putIfAbsent(block.values.getOrDefault("id", ""), nodes.size());
        if (nodes.size() > RawMatrix.MAX_NODES) {
          throw source.error("more than " + RawMatrix.MAX_NODES + " nodes");
        }
      }
      case "edge" -> edges.add(block.values);
      default -> {}
    }
  }

  private int node(String id) throws DatasetException {
    Integer number = nodes.get(id);
    if (number == null) {
      throw source.error("an edge of node '" + id + "', which the file does not name");
    }
    return number;
  }
}
