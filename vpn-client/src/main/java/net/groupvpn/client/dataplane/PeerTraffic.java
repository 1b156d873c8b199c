package net.groupvpn.client.dataplane;

import java.util.concurrent.atomic.LongAdder;

/** The traffic to and from one peer since its session began. Thread-safe. */
public final class PeerTraffic {
  private static final long TELL_NANOS = 1_000_000_000L;

  private final LongAdder sentBytes = new LongAdder();
  private final LongAdder receivedBytes = new LongAdder();
  private volatile long lastReceivedNanos;
  private volatile boolean received;
  private boolean isElsewhere;
  private long elsewhereNanos;

  PeerTraffic() {}

  void onSent(int bytes) {
    sentBytes.add(bytes);
  }

  void onReceived(int bytes, long bootNanos) {
    receivedBytes.add(bytes);
    lastReceivedNanos = bootNanos;
    received = true;
  }

  /**
   * The peer was seen at another endpoint; returns whether to report that now. Receiving thread
   * only.
   */
  boolean tellElsewhere(long bootNanos) {
    boolean tell = !isElsewhere || bootNanos - elsewhereNanos >= TELL_NANOS;
    if (tell) {
      isElsewhere = true;
      elsewhereNanos = bootNanos;
    }
    return tell;
  }

  /** Bytes of IP packets sent. */
  public long sentBytes() {
    return sentBytes.sum();
  }

  /** Bytes of IP packets received and delivered. */
  public long receivedBytes() {
    return receivedBytes.sum();
  }

  /** Whether anything was delivered; {@link #lastReceivedNanos} is meaningful only then. */
  public boolean hasReceived() {
    return received;
  }

  /** Boot time of the last delivered packet, nanoseconds. */
  public long lastReceivedNanos() {
    return lastReceivedNanos;
  }
}
