package net.groupvpn.simulator.data;

/** What a number in a file means. */
public enum LatencyUnit {
  SECONDS("s", 1e9),
  MILLISECONDS("ms", 1e6),
  MICROSECONDS("us", 1e3),
  /** One of the three, by the size of the median: Internet latencies lie within a factor of 100. */
  GUESSED("guessed", Double.NaN);

  /** Medians between 5 ms and 5 s, written in each of the units, do not overlap. */
  private static final double LEAST_MILLISECONDS = 5;

  private static final double LEAST_MICROSECONDS = 5_000;

  private final String symbol;
  private final double nanos;

  LatencyUnit(String symbol, double nanos) {
    this.symbol = symbol;
    this.nanos = nanos;
  }

  double nanos() {
    return nanos;
  }

  static LatencyUnit guess(double median) {
    if (median < LEAST_MILLISECONDS) {
      return SECONDS;
    }
    return median < LEAST_MICROSECONDS ? MILLISECONDS : MICROSECONDS;
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
