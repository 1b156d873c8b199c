package net.groupvpn.lab.vpn;

/** A system that is set up and can be started again and again. */
@FunctionalInterface
public interface Installation {
  /**
   * Starts all nodes. The tunnels may need some more seconds.
   *
   * @param running is told each process as soon as it runs, and the addresses
   * @throws RuntimeException if a node did not start
   */
  void start(Running running);
}
