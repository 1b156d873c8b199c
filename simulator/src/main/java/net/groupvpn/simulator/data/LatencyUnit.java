package net.groupvpn.simulator.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a number in a file means. */
public enum LatencyUnit {
  SECONDS("s", 1e9),
  MILLISECONDS("ms", 1e6),
  MICROSECONDS("us", 1e3),
  /** One of the three, by the median; refused where it could be another. */
  GUESSED("guessed", Double.NaN);

  /** Between nodes on the Internet, milliseconds. A median outside may be of a local network. */
  private static final double LEAST_MEDIAN_MILLIS = 5;

  private static final double MOST_MEDIAN_MILLIS = 1_000;

  /** More than that in seconds could as well be a local network's milliseconds. */
  private static final double MOST_MEDIAN_SECONDS = 0.25;

  private static final MathContext SHOWN = new MathContext(4);

  private static final List<LatencyUnit> READINGS = List.of(SECONDS, MILLISECONDS, MICROSECONDS);

  private final String symbol;
  private final double nanos;

  LatencyUnit(String symbol, double nanos) {
    this.symbol = symbol;
    this.nanos = nanos;
  }

  double nanos() {
    return nanos;
  }

  /** The unit in which {@code median} is one of Internet latencies; null if that is not clear. */
  static @Nullable LatencyUnit guess(double median) {
    if (median > MOST_MEDIAN_SECONDS && median < LEAST_MEDIAN_MILLIS) {
      return null;
    }
    for (LatencyUnit unit : READINGS) {
      double millis = unit.millis(median);
      if (millis >= LEAST_MEDIAN_MILLIS && millis <= MOST_MEDIAN_MILLIS) {
        return unit;
      }
    }
    return null;
  }

  /** What {@code median} would be in each unit, for people. */
  static String readings(double median) {
    return READINGS.stream()
        .map(unit -> rounded(unit.millis(median)) + " ms if in " + unit)
        .collect(Collectors.joining(", "));
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value).round(SHOWN).stripTrailingZeros().toPlainString();
  }

  private double millis(double value) {
    return value * nanos / MILLISECONDS.nanos;
  }

  /** The unit with that symbol. */
  static LatencyUnit of(String symbol) throws DatasetException {
    for (LatencyUnit unit : values()) {
      if (unit.symbol.equals(symbol)) {
        return unit;
      }
    }
    throw new DatasetException("the unit must be s, ms, us or guessed, not '" + symbol + "'");
  }

  @Override
  public String toString() {
    return symbol;
  }
}
