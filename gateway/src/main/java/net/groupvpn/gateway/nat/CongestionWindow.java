package net.groupvpn.gateway.nat;

/** How much may be under way to a member (RFC 5681, with byte counting of RFC 3465). */
final class CongestionWindow {
  /** RFC 6928. */
  private static final int FIRST_SEGMENTS = 10;

  private static final int MIN_SEGMENTS = 2;

  /** Past this it does not grow. */
  private static final int MAX_BYTES = 4 << 20;

  private final int segmentBytes;
  private int bytes;
  private int threshold = Integer.MAX_VALUE;
  private int ackedBytes;

  CongestionWindow(int segmentBytes) {
    this.segmentBytes = segmentBytes;
    this.bytes = FIRST_SEGMENTS * segmentBytes;
  }

  int bytes() {
    return bytes;
  }

  /**
   * New bytes were acknowledged.
   *
   * @param wasFull whether the window had kept more from being sent; if not, it need not grow
   */
  void onAcknowledged(int acknowledged, boolean wasFull) {
    if (!wasFull || bytes >= MAX_BYTES) {
      return;
    }
    if (bytes < threshold) {
      bytes += acknowledged;
      return;
    }
    ackedBytes += acknowledged;
    if (ackedBytes >= bytes) {
      ackedBytes -= bytes;
      bytes += segmentBytes;
    }
  }

  /** A segment was lost, others arrived. */
  void onLoss(int inFlightBytes) {
    lowerThreshold(inFlightBytes);
    bytes = threshold;
  }

  /** Nothing arrived any more. */
  void onTimeout(int inFlightBytes) {
    lowerThreshold(inFlightBytes);
    bytes = segmentBytes;
  }

  /** Nothing was sent for longer than a retransmission timeout (RFC 5681 4.1). */
  void onIdle() {
    bytes = Math.min(bytes, FIRST_SEGMENTS * segmentBytes);
  }

  private void lowerThreshold(int inFlightBytes) {
    threshold = Math.max(inFlightBytes / 2, MIN_SEGMENTS * segmentBytes);
    ackedBytes = 0;
  }
}
