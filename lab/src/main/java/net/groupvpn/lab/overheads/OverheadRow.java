package net.groupvpn.lab.overheads;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One system in a group of one size with a number of active peers.
 *
 * @param members number of members, without a server
 * @param active peers that the first member pings once a second
 * @param first the member that pings
 * @param others the mean of all other members, except that memory is the largest
 * @param server null where there is none
 */
record OverheadRow(
    String system, int members, int active, Cost first, Cost others, @Nullable Cost server) {
  /**
   * The cost of one process.
   *
   * @param residentMebibytes resident memory
   * @param sentBytesPerSecond on the wire, including Ethernet headers
   * @param processorPercent of one core
   */
  record Cost(double residentMebibytes, double sentBytesPerSecond, double processorPercent) {
    /** The largest memory, and the means of the others. */
    static Cost summary(List<Cost> costs) {
      return new Cost(
          costs.stream().mapToDouble(Cost::residentMebibytes).max().orElseThrow(),
          costs.stream().mapToDouble(Cost::sentBytesPerSecond).average().orElseThrow(),
          costs.stream().mapToDouble(Cost::processorPercent).average().orElseThrow());
    }
  }
}
