package net.groupvpn.client.part;

import java.util.concurrent.TimeUnit;

/**
 * Whether a gateway carries anything now, so that it is pinged more often: enough bytes in a window
 * of time, or some that nothing has answered. Its owner's pings are small, and answered.
 */
final class ExitTraffic {
  /** Between looks. */
  static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Less in a window is pings and what a machine says when nobody uses it. */
  static final long BUSY_BYTES = 1_000;

  /** The smallest packet of a program that waits for an answer. */
  static final long UNANSWERED_BYTES = 40;

  private long seenSent;
  private long seenReceived;

  /** Looks once, at what was sent to and received from the gateway in use so far. */
  boolean isBusy(long sentBytes, long receivedBytes) {
    long sent = sentBytes - seenSent;
    long received = receivedBytes - seenReceived;
    seenSent = sentBytes;
    seenReceived = receivedBytes;
    return sent + received >= BUSY_BYTES || (sent >= UNANSWERED_BYTES && received == 0);
  }
}
