package net.groupvpn.simulator.data;

import java.util.HashMap;
import java.util.Map;

/** Numbers nodes that a file refers to by name, in order of appearance. */
final class NodeNames {
  private final Map<String, Integer> numbers = new HashMap<>();

  int number(LineSource source, String name) throws DatasetException {
    Integer known = numbers.putIfAbsent(name, numbers.size());
    if (numbers.size() > RawMatrix.MAX_NODES) {
      throw source.error("more than " + RawMatrix.MAX_NODES + " nodes");
    }
    return known == null ? numbers.size() - 1 : known;
  }
}
