package net.groupvpn.lab.natgrid;

import org.jspecify.annotations.Nullable;

/**
 * What came of one pair. Times but the first count from when the second member was up.
 *
 * @param reached the worse of both directions, at the end; none if no ping is answered then
 * @param upMillis how long the second member took from its start until it had joined and had its
 *     address; null if it did not
 * @param firstPacketMillis until the first ping was answered; null if none was
 * @param finalPathMillis until both directions were on the kind of path on which they ended; null
 *     if they reached nothing
 * @param tcpMbits what TCP then carried from the first to the second, in Mbit/s; null if that was
 *     not measured
 */
record CellResult(
    Pairing pairing,
    PathKind reached,
    @Nullable Long upMillis,
    @Nullable Long firstPacketMillis,
    @Nullable Long finalPathMillis,
    @Nullable Double tcpMbits) {
  /** What TCP is of use with, in Mbit/s. */
  static final double USEFUL_MBITS = 1;

  /** Whether it is as it should be, or better. */
  boolean isGood() {
    return firstPacketMillis != null
        && !reached.isWorseThan(pairing.expected())
        && (tcpMbits == null || tcpMbits > USEFUL_MBITS);
  }
}
