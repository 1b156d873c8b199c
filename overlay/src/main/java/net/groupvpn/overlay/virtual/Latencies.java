package net.groupvpn.overlay.virtual;

import java.io.Serializable;

/** One-way delays between sites. Immutable; shared by all runs and threads. */
public interface Latencies extends Serializable {
  /** Number of sites; they are numbered from 0. */
  int sites();

  /** One-way delay in nanoseconds, at least 0; both sites may be the same. */
  long oneWayNanos(int from, int to);

  /** Round-trip time in nanoseconds. */
  default long roundTripNanos(int one, int other) {
    return oneWayNanos(one, other) + oneWayNanos(other, one);
  }
}
