package net.groupvpn.simulator;

import java.util.Arrays;
import java.util.Locale;

/** Mean, median and extremes of a sample; all zero for an empty one. */
record Summary(double mean, long median, long min, long max) {
  static Summary of(long[] sample) {
    if (sample.length == 0) {
      return new Summary(0, 0, 0, 0);
    }
    long[] sorted = sample.clone();
    Arrays.sort(sorted);
    return new Summary(
        Arrays.stream(sorted).average().orElseThrow(),
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  String toJson() {
    return String.format(
        Locale.ROOT, "{\"mean\":%.3f,\"median\":%d,\"min\":%d,\"max\":%d}", mean, median, min, max);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "mean %.2f, median %d, min %d, max %d", mean, median, min, max);
  }
}
