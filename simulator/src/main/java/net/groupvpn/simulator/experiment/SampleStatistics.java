package net.groupvpn.simulator.experiment;

import java.util.Arrays;

/**
 * Statistics over the runs of one size.
 *
 * @param low lower end of the mean's 95 % confidence interval, by Student's t; NaN for fewer than
 *     two values
 */
record SampleStatistics(int count, double mean, double p95, double low, double high) {
  private static final double P95 = 0.95;

  /** Two-sided 95 % quantiles for 1 to 30 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private static final double NORMAL = 1.960;

  /** How fast the quantile approaches the normal one beyond the table. */
  private static final double NEARING = 2.5;

  /** NaN values do not count. */
  static SampleStatistics of(double[] values) {
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    int count = sorted.length;
    if (count == 0) {
      return new SampleStatistics(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    double mean = Arrays.stream(sorted).sum() / count;
    double p95 = sorted[(int) Math.ceil(P95 * count) - 1];
    if (count == 1) {
      return new SampleStatistics(1, mean, p95, Double.NaN, Double.NaN);
    }
    double squares = Arrays.stream(sorted).map(value -> (value - mean) * (value - mean)).sum();
    double half = t(count - 1) * Math.sqrt(squares / (count - 1) / count);
    return new SampleStatistics(count, mean, p95, mean - half, mean + half);
  }

  private static double t(int freedom) {
    return freedom <= T.length ? T[freedom - 1] : NORMAL + NEARING / freedom;
  }
}
