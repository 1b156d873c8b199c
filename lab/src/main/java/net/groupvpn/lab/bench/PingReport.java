package net.groupvpn.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.lab.report.Median;

/**
 * The replies in the output of {@code ping}, one line for each.
 *
 * @param millis round-trip times, at least one
 */
public record PingReport(List<Double> millis) {
  private static final Pattern REPLY = Pattern.compile("icmp_seq=\\d+ .*time=([0-9.]+) ms");
  private static final double HIGH = 0.99;
  private static final double MICROS_PER_MILLI = 1e3;

  /**
   * Reads the output.
   *
   * @throws IllegalStateException if there was no reply
   */
  public static PingReport parse(String output) {
    List<Double> millis = new ArrayList<>();
    Matcher matcher = REPLY.matcher(output);
    while (matcher.find()) {
      millis.add(Double.valueOf(matcher.group(1)));
    }
    if (millis.isEmpty()) {
      throw new IllegalStateException("no ping was answered");
    }
    return new PingReport(millis.stream().sorted().toList());
  }

  double minMicros() {
    return millis.get(0) * MICROS_PER_MILLI;
  }

  /** The mean. */
  public double averageMicros() {
    return millis.stream().mapToDouble(Double::doubleValue).average().orElseThrow()
        * MICROS_PER_MILLI;
  }

  /** The middle one. */
  public double medianMillis() {
    return Median.of(millis);
  }

  /** 99 of 100 values are at most this. */
  public double highMillis() {
    return millis.get((int) Math.ceil(HIGH * millis.size()) - 1);
  }
}
