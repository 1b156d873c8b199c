package net.groupvpn.overlay.virtual;

/**
 * The conditions for datagrams on every link.
 *
 * @param loss share that is lost, 0 to 1
 * @param duplication share that arrives twice, 0 to 1
 * @param reordering share that arrives up to {@link #REORDER_DELAY_MILLIS} later, 0 to 1
 * @param jitterMillis mean of an additional, exponentially distributed delay of each datagram; 0
 *     for none
 * @param asymmetry share by which one direction of each pair takes longer and the other less, 0 to
 *     1
 * @param uplinkBitsPerSecond rate at which a host can send; 0 for no limit
 * @param queueMillis longest queue of the uplink, as sending time; more is dropped
 */
public record NetworkConditions(
    double loss,
    double duplication,
    double reordering,
    double jitterMillis,
    double asymmetry,
    long uplinkBitsPerSecond,
    int queueMillis) {
  /** Greatest additional delay of a reordered datagram. */
  public static final int REORDER_DELAY_MILLIS = 100;

  private static final int DEFAULT_QUEUE_MILLIS = 200;
  private static final double BAD_SHARE = 0.1;

  public NetworkConditions {
    checkShare("loss", loss);
    checkShare("duplication", duplication);
    checkShare("reordering", reordering);
    checkShare("asymmetry", asymmetry);
    if (!(jitterMillis >= 0) || uplinkBitsPerSecond < 0 || queueMillis < 0) {
      throw new IllegalArgumentException(
          "jitter, bandwidth and queue must not be negative: "
              + jitterMillis
              + " ms, "
              + uplinkBitsPerSecond
              + " bit/s, "
              + queueMillis
              + " ms");
    }
  }

  private static void checkShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
    }
  }

  /** Only latency. */
  public static NetworkConditions perfect() {
    return new NetworkConditions(0, 0, 0, 0, 0, 0, DEFAULT_QUEUE_MILLIS);
  }

  /** Latency, loss and jitter. */
  public static NetworkConditions lossy(double loss, double jitterMillis) {
    return new NetworkConditions(loss, 0, 0, jitterMillis, 0, 0, DEFAULT_QUEUE_MILLIS);
  }

  /** Latency and that much loss; a tenth arrives twice and a tenth is reordered. */
  public static NetworkConditions bad(double loss) {
    return new NetworkConditions(loss, BAD_SHARE, BAD_SHARE, 0, 0, 0, DEFAULT_QUEUE_MILLIS);
  }
}
