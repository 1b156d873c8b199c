package net.groupvpn.overlay.relay;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/**
 * A relay that one session could use, as {@link RelaySelection} sees it.
 *
 * @param relay the node in the middle
 * @param rttNanos sum of both legs' round-trip times: measured as a whole, or else as both ends
 *     know their own; negative if unknown
 * @param ageNanos since when the younger of both legs stands
 * @param loss share of checks by it that were lost lately, 0 to 1
 * @param loadPercent how busy it says that it is
 */
public record RelayCandidate(
    NodeId relay, long rttNanos, long ageNanos, double loss, int loadPercent) {

  private static final double UNKNOWN_RTT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** One lost check in a hundred counts like a tenth more of round-trip time. */
  private static final double LOSS_WEIGHT = 10;

  /** Load counts from here, up to twice the round-trip time at full load. */
  private static final double FREE_LOAD_PERCENT = 50;

  /** The round-trip time in nanoseconds, made longer by loss and load. */
  public double cost() {
    double rtt = rttNanos < 0 ? UNKNOWN_RTT_NANOS : rttNanos;
    double busy = Math.max(0, loadPercent - FREE_LOAD_PERCENT) / FREE_LOAD_PERCENT;
    return rtt * (1 + LOSS_WEIGHT * loss) * (1 + busy);
  }
}
