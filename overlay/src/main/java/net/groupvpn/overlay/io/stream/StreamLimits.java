package net.groupvpn.overlay.io.stream;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import net.groupvpn.overlay.path.NetworkPlace;

/** How many connections are allowed, in total and per address. Pure; one thread. */
final class StreamLimits {
  /** Accepted connections. */
  static final int MAX_ACCEPTED = 256;

  /** Accepted connections from one address: many members may be behind one NAT. */
  static final int MAX_PER_ADDRESS = 16;

  /** Accepted connections that do not yet carry a session. */
  static final int MAX_UNPROVED = 64;

  /** Connections that this end makes. */
  static final int MAX_DIALLED = 128;

  /** Connections accepted per second: each costs a handshake. */
  static final int MAX_PER_SECOND = 32;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final Map<NetworkPlace, Integer> byAddress = new HashMap<>();
  private int accepted;
  private int unproved;
  private long secondNanos = Long.MIN_VALUE / 2;
  private int inSecond;

  /** Whether one more from there is allowed; if so, it counts from now on. */
  boolean admit(InetAddress from, long nowNanos) {
    if (nowNanos - secondNanos >= SECOND_NANOS) {
      secondNanos = nowNanos;
      inSecond = 0;
    }
    NetworkPlace key = NetworkPlace.of(from);
    boolean admitted =
        accepted < MAX_ACCEPTED
            && unproved < MAX_UNPROVED
            && byAddress.getOrDefault(key, 0) < MAX_PER_ADDRESS
            && inSecond < MAX_PER_SECOND;
    if (admitted) {
      inSecond++;
      accepted++;
      unproved++;
      byAddress.merge(key, 1, Integer::sum);
    }
    return admitted;
  }

  /** An admitted connection carries a session now. */
  void onProved() {
    unproved--;
  }

  /** An admitted connection has ended. */
  void onClosed(InetAddress from, boolean wasProved) {
    accepted--;
    unproved -= wasProved ? 0 : 1;
    byAddress.computeIfPresent(
        NetworkPlace.of(from), (address, count) -> count == 1 ? null : count - 1);
  }
}
