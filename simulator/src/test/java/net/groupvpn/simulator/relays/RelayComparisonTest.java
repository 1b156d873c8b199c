package net.groupvpn.simulator.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Compares with the simplest possible computation. */
class RelayComparisonTest {
  private static final int NODES = 30;
  private static final int LINKS = 4;
  private static final double STEPS_PER_MILLI = 1e4;
  private static final Offset<Double> CLOSE = Offset.offset(1e-9);

  private final int[][] times = new int[NODES][NODES];
  private final int[][] links = new int[NODES][];

  private void fill(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < one; other++) {
        times[one][other] = times[other][one] = 1 + random.nextInt(2_000_000);
      }
    }
    for (int node = 0; node < NODES; node++) {
      TreeSet<Integer> chosen = new TreeSet<>();
      while (chosen.size() < LINKS) {
        int link = random.nextInt(NODES);
        if (link != node) {
          chosen.add(link);
        }
      }
      links[node] = chosen.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private int over(int via, int one, int other) {
    return times[one][via] + times[via][other];
  }

  private int nearest(int node) {
    return Arrays.stream(links[node])
        .boxed()
        .min((a, b) -> Integer.compare(times[node][a], times[node][b]))
        .orElseThrow();
  }

  @Test
  void everyRuleIsAsBruteForceHasIt() {
    for (long seed = 1; seed <= 20; seed++) {
      fill(seed);
      RelayComparison choice = new RelayComparison(NODES, (one, other) -> times[one][other], links);
      for (int one = 0; one < NODES; one++) {
        for (int other = 0; other < one; other++) {
          check(choice, one, other);
        }
      }
    }
  }

  private void check(RelayComparison choice, int one, int other) {
    if (Arrays.stream(links[one]).anyMatch(link -> link == other)
        || Arrays.stream(links[other]).anyMatch(link -> link == one)) {
      return; // Has a link.
    }
    RelayTimes result = new RelayTimes();
    choice.addTo(result, one, other);
    int fromOne = over(nearest(one), one, other);
    int fromOther = over(nearest(other), one, other);
    int sum =
        IntStream.concat(Arrays.stream(links[one]), Arrays.stream(links[other]))
            .map(via -> over(via, one, other))
            .min()
            .orElseThrow();
    int best =
        IntStream.range(0, NODES)
            .filter(via -> via != one && via != other)
            .map(via -> over(via, one, other))
            .min()
            .orElseThrow();
    assertThat(result.directMillis()).isEqualTo(times[one][other] / STEPS_PER_MILLI, CLOSE);
    assertThat(result.nearestMillis())
        .isEqualTo((fromOne + fromOther) / 2.0 / STEPS_PER_MILLI, CLOSE);
    assertThat(result.betterEndMillis())
        .isEqualTo(Math.min(fromOne, fromOther) / STEPS_PER_MILLI, CLOSE);
    assertThat(result.sumMillis()).isEqualTo(sum / STEPS_PER_MILLI, CLOSE);
    assertThat(result.bestMillis()).isEqualTo(best / STEPS_PER_MILLI, CLOSE);
    assertThat(result.bestMillis()).isLessThanOrEqualTo(result.sumMillis());
    assertThat(result.sumMillis()).isLessThanOrEqualTo(result.betterEndMillis());
    assertThat(result.betterEndMillis()).isLessThanOrEqualTo(result.nearestMillis());
  }

  @Test
  void noPairsHaveNoMeans() {
    assertThat(new RelayTimes().directMillis()).isNaN();
    assertThat(new RelayTimes().pairs()).isZero();
  }
}
