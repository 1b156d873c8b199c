package net.groupvpn.lab.natgrid;

import org.jspecify.annotations.Nullable;

/**
 * The result of one pair. All times except the first count from when the second member was up.
 *
 * @param reached the worse of both directions at the end; none if no ping is answered then
 * @param upMillis time from the second member's start until it had joined and had its address; null
 *     if it never had
 * @param firstPacketMillis time until the first ping was answered; null if none was
 * @param finalPathMillis time until both directions were on the final kind of path; null if they
 *     reached nothing
 * @param tcpMbits TCP throughput then from the first to the second, in Mbit/s; null if not measured
 */
record CellResult(
    Pairing pairing,
    ReachKind reached,
    @Nullable Long upMillis,
    @Nullable Long firstPacketMillis,
    @Nullable Long finalPathMillis,
    @Nullable Double tcpMbits) {
  /** The least useful TCP throughput, in Mbit/s. */
  static final double USEFUL_MBITS = 1;

  /** Whether it is as good as expected, or better. */
  boolean isGood() {
    return firstPacketMillis != null
        && !reached.isWorseThan(pairing.expected())
        && (tcpMbits == null || tcpMbits > USEFUL_MBITS);
  }
}
