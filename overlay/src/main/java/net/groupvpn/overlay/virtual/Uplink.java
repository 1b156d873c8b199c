package net.groupvpn.overlay.virtual;

/** A host's uplink: datagrams leave one after the other, and wait in a queue of bounded time. */
final class Uplink {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  /** IPv4 and UDP headers, bytes. */
  private static final int HEADER_BYTES = 28;

  static final long DROPPED = -1;

  private long freeNanos;

  /** How long the datagram waits and is sent, in nanoseconds, or {@link #DROPPED}. */
  long delayNanos(NetworkConditions conditions, int bytes, long nowNanos) {
    if (conditions.uplinkBitsPerSecond() == 0) {
      return 0;
    }
    long waiting = Math.max(0, freeNanos - nowNanos);
    if (waiting > conditions.queueMillis() * NANOS_PER_MILLI) {
      return DROPPED;
    }
    long bits = (long) (bytes + HEADER_BYTES) * Byte.SIZE;
    long sending = bits * NANOS_PER_SECOND / conditions.uplinkBitsPerSecond();
    freeNanos = nowNanos + waiting + sending;
    return waiting + sending;
  }
}
