package net.groupvpn.simulator.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The unit of the numbers in a file. */
public enum LatencyUnit {
  SECONDS("s", 1e9),
  MILLISECONDS("ms", 1e6),
  MICROSECONDS("us", 1e3),
  /** The unit that fits the median; refused if several fit. */
  GUESSED("guessed", Double.NaN);

  /**
   * Between nodes on the Internet, milliseconds. A median outside may belong to a local network.
   */
  private static final double LEAST_MEDIAN_MILLIS = 5;

  private static final double MOST_MEDIAN_MILLIS = 1_000;

  /** A larger number in seconds could also be a local network's milliseconds. */
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

  /** The unit in which {@code median} is a typical Internet latency; null if ambiguous. */
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

  /** {@code median} in each unit, for people. */
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
