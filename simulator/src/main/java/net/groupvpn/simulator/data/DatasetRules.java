package net.groupvpn.simulator.data;

/**
 * How to interpret the numbers of a file.
 *
 * @param roundTrip whether a number is a round-trip time; one-way delays are half of it
 */
public record DatasetRules(LatencyUnit unit, boolean roundTrip, MissingRule missing) {
  @Override
  public String toString() {
    return (roundTrip ? "round-trip " : "one-way ") + unit + ", missing where " + missing;
  }
}
