package net.groupvpn.simulator.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Statistics of a dataset. All times are round trips in milliseconds.
 *
 * @param missingShare share of missing values, between different nodes
 * @param violatingShare share of the measured pairs with a faster way over one other node
 * @param medianGainMillis median of the time that this way saves, over those pairs
 * @param medianGain the same as a share of the direct time
 */
public record DatasetStatistics(
    int nodes,
    double missingShare,
    double min,
    double median,
    double mean,
    double p90,
    double max,
    double violatingShare,
    double medianGainMillis,
    double medianGain) {
  private static final double TICKS_PER_MILLI = 1e6 / LatencyMatrix.TICK_NANOS;
  private static final double P90 = 0.9;

  /** Computes it; a large matrix takes seconds, on all cores. */
  public static DatasetStatistics of(Dataset dataset) {
    LatencyMatrix measured = dataset.measured();
    int size = measured.sites();
    int[] times = measured.mirrored().roundTripTicks();
    int[] sorted = pairs(times, size);
    double[][] gains = violations(times, size);
    double[] saved = Arrays.stream(gains).mapToDouble(gain -> gain[0]).sorted().toArray();
    double[] share = Arrays.stream(gains).mapToDouble(gain -> gain[1]).sorted().toArray();
    return new DatasetStatistics(
        size,
        size < 2 ? 0 : (double) measured.missing() / ((long) size * (size - 1)),
        millis(sorted, 0),
        millis(sorted, 0.5),
        Arrays.stream(sorted).average().orElse(Double.NaN) / TICKS_PER_MILLI,
        millis(sorted, P90),
        millis(sorted, 1),
        (double) gains.length / Math.max(1, sorted.length),
        at(saved, 0.5) / TICKS_PER_MILLI,
        at(share, 0.5));
  }

  private static int[] pairs(int[] times, int size) {
    return IntStream.range(0, size)
        .flatMap(one -> IntStream.range(0, one).map(other -> times[one * size + other]))
        .filter(time -> time >= 0)
        .sorted()
        .toArray();
  }

  private static double[][] violations(int[] times, int size) {
    int[] open = times.clone();
    for (int i = 0; i < open.length; i++) {
      // Larger than any value, and still a number when doubled.
      open[i] = open[i] < 0 ? Integer.MAX_VALUE / 2 : open[i];
    }
    return IntStream.range(0, size)
        .parallel()
        .boxed()
        .flatMap(
            one -> IntStream.range(0, one).mapToObj(other -> gain(times, open, size, one, other)))
        .filter(gain -> gain[0] > 0)
        .toArray(double[][]::new);
  }

  private static double[] gain(int[] times, int[] open, int size, int one, int other) {
    int direct = times[one * size + other];
    if (direct <= 0) {
      return new double[2];
    }
    int best = Integer.MAX_VALUE;
    int row = one * size;
    int column = other * size;
    for (int via = 0; via < size; via++) {
      best = Math.min(best, open[row + via] + open[column + via]);
    }
    return new double[] {direct - best, (double) (direct - best) / direct};
  }

  private static double millis(int[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.round(share * (sorted.length - 1))] / TICKS_PER_MILLI;
  }

  private static double at(double[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** For people. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        "nodes               %d%n"
            + "missing             %.2f %%%n"
            + "minimum             %.3f ms%n"
            + "median              %.3f ms%n"
            + "mean                %.3f ms%n"
            + "p90                 %.3f ms%n"
            + "maximum             %.3f ms%n"
            + "faster two-hop way  %.1f %% of pairs, median gain %.2f ms (%.1f %%)%n",
        nodes,
        missingShare * 100,
        min,
        median,
        mean,
        p90,
        max,
        violatingShare * 100,
        medianGainMillis,
        medianGain * 100);
  }

  /** For programs. */
  public String toJson() {
    return String.format(
        Locale.ROOT,
        "{\"nodes\":%d,\"missing_share\":%.6f,\"min_ms\":%s,\"median_ms\":%s,\"mean_ms\":%s,"
            + "\"p90_ms\":%s,\"max_ms\":%s,\"violating_share\":%.6f,\"median_gain_ms\":%.4f,"
            + "\"median_gain\":%.6f}%n",
        nodes,
        missingShare,
        json(min),
        json(median),
        json(mean),
        json(p90),
        json(max),
        violatingShare,
        medianGainMillis,
        medianGain);
  }

  private static String json(double value) {
    return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.4f", value);
  }
}
