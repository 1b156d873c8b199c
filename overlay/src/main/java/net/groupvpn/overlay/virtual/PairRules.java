package net.groupvpn.overlay.virtual;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Special rules between two hosts; the same in both directions. There are none at first. */
final class PairRules {
  /** IPv4 and UDP headers, bytes. */
  private static final int HEADER_BYTES = 28;

  private static final int NO_MTU = Integer.MAX_VALUE;

  private final Set<Long> blocked = new HashSet<>();
  private final Map<Long, Integer> mtuBytes = new HashMap<>();
  private final Map<Long, Long> delayNanos = new HashMap<>();
  private int commonMtuBytes = NO_MTU;

  private static long pair(int one, int other) {
    return ((long) Math.min(one, other) << Integer.SIZE) | Math.max(one, other);
  }

  void setBlocked(int one, int other, boolean isBlocked) {
    if (isBlocked) {
      blocked.add(pair(one, other));
    } else {
      blocked.remove(pair(one, other));
    }
  }

  boolean isBlocked(int one, int other) {
    return !blocked.isEmpty() && blocked.contains(pair(one, other));
  }

  /** For pairs without an MTU of their own. */
  void setCommonMtu(int bytes) {
    commonMtuBytes = bytes;
  }

  void setMtu(int one, int other, int bytes) {
    mtuBytes.put(pair(one, other), bytes);
  }

  /** Whether a datagram with this many bytes of payload is short enough. */
  boolean fits(int one, int other, int payloadBytes) {
    int mtu =
        mtuBytes.isEmpty()
            ? commonMtuBytes
            : mtuBytes.getOrDefault(pair(one, other), commonMtuBytes);
    return payloadBytes <= mtu - HEADER_BYTES;
  }

  void setDelay(int one, int other, Duration oneWay) {
    delayNanos.put(pair(one, other), oneWay.toNanos());
  }

  /** The delay of this pair; {@code otherwise} unless it has one of its own. */
  long delayNanos(int one, int other, long otherwise) {
    return delayNanos.isEmpty() ? otherwise : delayNanos.getOrDefault(pair(one, other), otherwise);
  }
}
