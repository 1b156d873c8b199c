package net.groupvpn.lab.overheads;

import java.util.List;
import java.util.stream.IntStream;

/** How many of its peers one member talks to. */
final class Activity {
  private Activity() {}

  /** None, one, half of them and all of them, in rising order, each once. */
  static List<Integer> levels(int members) {
    int others = members - 1;
    return IntStream.of(0, 1, (others + 1) / 2, others)
        .filter(level -> level <= others)
        .distinct()
        .sorted()
        .boxed()
        .toList();
  }
}
