package net.groupvpn.lab.relays;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The one-way delays of a relay's two legs, in milliseconds. */
record LegDelays(double first, double second) {
  private static final double SHORTEST = 2;
  private static final double LONGEST = 40;

  /**
   * How much shorter the best sum is than the second: a smaller difference does not matter to a
   * user.
   */
  private static final double MARGIN = 0.85;

  double sum() {
    return first + second;
  }

  LegDelays times(double factor) {
    return new LegDelays(first * factor, second * factor);
  }

  /** Random legs for this many relays, of which one is clearly the best. */
  static List<LegDelays> draw(int relays, Random random) {
    while (true) {
      List<LegDelays> drawn = new ArrayList<>();
      for (int i = 0; i < relays; i++) {
        drawn.add(new LegDelays(delay(random), delay(random)));
      }
      List<Double> sums = drawn.stream().map(LegDelays::sum).sorted().toList();
      if (sums.get(0) < MARGIN * sums.get(1)) {
        return drawn;
      }
    }
  }

  private static double delay(Random random) {
    return SHORTEST + random.nextDouble() * (LONGEST - SHORTEST);
  }

  /** The index of the lowest sum. */
  static int best(List<LegDelays> all) {
    return all.indexOf(all.stream().min(Comparator.comparingDouble(LegDelays::sum)).orElseThrow());
  }
}
