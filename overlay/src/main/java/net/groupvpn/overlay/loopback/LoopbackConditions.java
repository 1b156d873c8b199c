package net.groupvpn.overlay.loopback;

/**
 * How datagrams fare. Each pair of hosts has a one-way delay of its own between the two bounds.
 *
 * @param minDelayMillis least one-way delay
 * @param maxDelayMillis greatest one-way delay
 * @param loss share of datagrams that are lost, 0 to 1
 * @param duplication share that come twice, 0 to 1
 * @param reordering share that come up to {@link #REORDER_DELAY_MILLIS} later, 0 to 1
 */
public record LoopbackConditions(
    int minDelayMillis, int maxDelayMillis, double loss, double duplication, double reordering) {

  /** Greatest further delay of a datagram that is overtaken. */
  public static final int REORDER_DELAY_MILLIS = 100;

  public LoopbackConditions {
    if (minDelayMillis < 0 || maxDelayMillis < minDelayMillis) {
      throw new IllegalArgumentException(
          "delays from " + minDelayMillis + " to " + maxDelayMillis + " ms");
    }
  }

  /** 5 to 50 ms one way, nothing lost. */
  public static LoopbackConditions good() {
    return new LoopbackConditions(5, 50, 0, 0, 0);
  }

  /** 5 to 50 ms one way, with that much loss, and a tenth duplicated and a tenth reordered. */
  public static LoopbackConditions bad(double loss) {
    return new LoopbackConditions(5, 50, loss, 0.1, 0.1);
  }
}
