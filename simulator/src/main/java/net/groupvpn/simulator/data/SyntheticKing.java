package net.groupvpn.simulator.data;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Synthetic latencies with the properties of King's: clusters of nodes on a sphere's surface
 * (continents), an access delay per node, and detours of some pairs, which violate the triangle
 * inequality; scaled to a median of 159 ms and cut at 800 ms.
 */
public final class SyntheticKing {
  /** Median of King's 1,740 nodes, milliseconds. */
  public static final double KING_MEDIAN_MILLIS = 159;

  private static final double LONGEST_MILLIS = 800;
  private static final double[][] CENTRES = {
    {-95, 38}, {10, 50}, {125, 33}, {-55, -20}, {140, -32}
  };
  private static final double[] SHARES = {0.45, 0.75, 0.92, 0.97, 1};
  private static final double SPREAD_DEGREES = 12;
  private static final double MILLIS_PER_DEGREE = 1.3;
  private static final double ACCESS_MILLIS = 18;
  private static final double DETOUR_SPREAD = 0.35;
  private static final double MICROS_PER_MILLI = 1_000;

  private SyntheticKing() {}

  /** Round-trip microseconds, row by row, symmetrical. */
  public static int[][] generate(int nodes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] places = new double[nodes][];
    double[] access = new double[nodes];
    for (int i = 0; i < nodes; i++) {
      places[i] = place(random);
      access[i] = -StrictMath.log(1 - random.nextDouble()) * ACCESS_MILLIS;
    }
    double[][] times = new double[nodes][nodes];
    for (int one = 0; one < nodes; one++) {
      for (int other = 0; other < one; other++) {
        double detour = StrictMath.exp(DETOUR_SPREAD * random.nextGaussian());
        double path = degrees(places[one], places[other]) * MILLIS_PER_DEGREE + 1;
        times[one][other] = path * detour + access[one] + access[other];
      }
    }
    return scaled(times);
  }

  private static double[] place(RandomGenerator random) {
    double chance = random.nextDouble();
    int cluster = 0;
    while (SHARES[cluster] < chance) {
      cluster++;
    }
    return new double[] {
      CENTRES[cluster][0] + SPREAD_DEGREES * random.nextGaussian(),
      CENTRES[cluster][1] + SPREAD_DEGREES / 2 * random.nextGaussian()
    };
  }

  private static double degrees(double[] one, double[] other) {
    double latitude = StrictMath.toRadians(one[1]);
    double otherLatitude = StrictMath.toRadians(other[1]);
    double cosine =
        StrictMath.sin(latitude) * StrictMath.sin(otherLatitude)
            + StrictMath.cos(latitude)
                * StrictMath.cos(otherLatitude)
                * StrictMath.cos(StrictMath.toRadians(one[0] - other[0]));
    return StrictMath.toDegrees(StrictMath.acos(Math.max(-1, Math.min(1, cosine))));
  }

  private static int[][] scaled(double[][] times) {
    int nodes = times.length;
    double[] sorted = new double[nodes * (nodes - 1) / 2];
    int count = 0;
    for (int one = 0; one < nodes; one++) {
      for (int other = 0; other < one; other++) {
        sorted[count++] = times[one][other];
      }
    }
    Arrays.sort(sorted);
    double scale = KING_MEDIAN_MILLIS / sorted[count / 2];
    int[][] micros = new int[nodes][nodes];
    for (int one = 0; one < nodes; one++) {
      for (int other = 0; other < one; other++) {
        double millis = Math.min(LONGEST_MILLIS, times[one][other] * scale);
        micros[one][other] = (int) Math.round(millis * MICROS_PER_MILLI);
        micros[other][one] = micros[one][other];
      }
    }
    return micros;
  }

  /** Writes rows of numbers in the format of King's {@code matrix} file. */
  public static void write(int[][] micros, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int[] row : micros) {
      line.setLength(0);
      for (int value : row) {
        line.append(line.isEmpty() ? "" : " ").append(value);
      }
      out.print(line.append('\n'));
    }
  }
}
