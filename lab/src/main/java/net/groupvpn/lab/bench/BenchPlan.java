package net.groupvpn.lab.bench;

import java.util.List;
import net.groupvpn.lab.vpn.VpnSystem;

/**
 * What is measured, how often and how long.
 *
 * @param systems in the order of the table
 * @param rounds of each system
 * @param seconds of each measurement of throughput
 * @param thorough whether to measure eight streams and eight peers as well
 */
record BenchPlan(List<VpnSystem> systems, int rounds, int seconds, boolean thorough) {
  /** TCP in both directions before anything is measured, the same for every system. */
  static final int WARM_UP_SECONDS = 2;

  static final int WARM_UP_BACK_SECONDS = 1;

  /** Time left out at the beginning of each TCP measurement. */
  static final int SLOW_START_SECONDS = 1;

  /** Peers of one node. */
  static final int PEERS = 8;

  /** Approximate time to start and stop a system. */
  private static final int START_SECONDS = 3;

  private static final int ROUND_TRIPS_SECONDS = 2;

  /** Planned seconds of one round of a system on two nodes. */
  int pairSeconds() {
    int tcp = seconds + SLOW_START_SECONDS;
    int warmUp = WARM_UP_SECONDS + WARM_UP_BACK_SECONDS;
    return START_SECONDS + warmUp + (thorough ? 4 : 3) * tcp + seconds + ROUND_TRIPS_SECONDS;
  }

  /** The same with one node and its peers. */
  int starSeconds() {
    return START_SECONDS * PEERS / 2 + WARM_UP_SECONDS + SLOW_START_SECONDS + seconds;
  }

  /** The systems that are measured with many peers. */
  List<VpnSystem> many() {
    return thorough ? systems.stream().filter(VpnSystem::servesMany).toList() : List.of();
  }

  /** Planned seconds of everything. */
  int totalSeconds() {
    return rounds * (systems.size() * pairSeconds() + many().size() * starSeconds());
  }
}
