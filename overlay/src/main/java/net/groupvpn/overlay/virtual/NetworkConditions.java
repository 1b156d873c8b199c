package net.groupvpn.overlay.virtual;

/**
 * How datagrams fare on every link.
 *
 * @param loss share that is lost, 0 to 1
 * @param duplication share that comes twice, 0 to 1
 * @param jitterMillis mean of an exponential further delay of each datagram; 0 for none
 * @param asymmetry of each pair one direction takes that share longer and the other that share
 *     less, 0 to 1
 * @param uplinkBitsPerSecond what a host can send; 0 for no limit
 * @param queueMillis how much of that may wait before datagrams are dropped
 */
public record NetworkConditions(
    double loss,
    double duplication,
    double jitterMillis,
    double asymmetry,
    long uplinkBitsPerSecond,
    int queueMillis) {
  private static final int DEFAULT_QUEUE_MILLIS = 200;

  public NetworkConditions {
    checkShare("loss", loss);
    checkShare("duplication", duplication);
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

  /** Latency and nothing else. */
  public static NetworkConditions perfect() {
    return new NetworkConditions(0, 0, 0, 0, 0, DEFAULT_QUEUE_MILLIS);
  }

  /** Latency, loss and jitter. */
  public static NetworkConditions lossy(double loss, double jitterMillis) {
    return new NetworkConditions(loss, 0, jitterMillis, 0, 0, DEFAULT_QUEUE_MILLIS);
  }
}
