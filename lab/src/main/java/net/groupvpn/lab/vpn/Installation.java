package net.groupvpn.lab.vpn;

/** A system that is set up and can be started repeatedly. */
@FunctionalInterface
public interface Installation {
  /**
   * Starts all nodes. The tunnels may take some more seconds.
   *
   * @param running gets each process as soon as it runs, and the addresses
   * @throws RuntimeException if a node did not start
   */
  void start(RunningSystem running);
}
