package net.groupvpn.overlay.relay;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;

/**
 * A relay that one session could use, as {@link RelaySelection} sees it.
 *
 * @param relay the node in the middle
 * @param rttNanos sum of both legs' round-trip times: measured as a whole, otherwise added up from
 *     both ends' own values; negative if unknown
 * @param ageNanos age of the younger leg
 * @param loss share of recent checks through it that were lost, 0 to 1
 * @param loadPercent load that it reports
 */
public record RelayCandidate(
    NodeId relay, long rttNanos, long ageNanos, double loss, int loadPercent) {

  private static final double UNKNOWN_RTT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** One lost check in a hundred adds a tenth to the round-trip time. */
  private static final double LOSS_WEIGHT = 10;

  /** Load counts from this percentage on, up to twice the round-trip time at full load. */
  private static final double FREE_LOAD_PERCENT = 50;

  /** The round-trip time in nanoseconds, increased by loss and load. */
  public double cost() {
    double rtt = rttNanos < 0 ? UNKNOWN_RTT_NANOS : rttNanos;
    double busy = Math.max(0, loadPercent - FREE_LOAD_PERCENT) / FREE_LOAD_PERCENT;
    return rtt * (1 + LOSS_WEIGHT * loss) * (1 + busy);
  }
}
