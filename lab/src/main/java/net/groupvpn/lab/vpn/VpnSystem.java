package net.groupvpn.lab.vpn;

/** One of the systems that are compared. */
public interface VpnSystem {
  /** Its name in tables and on the command line. */
  String name();

  /** The version of what is installed here. */
  String version();

  /** Whether it is set up with more than one node beside the hub. */
  boolean servesMany();

  /**
   * Makes keys and configurations for all nodes; starts nothing that carries traffic.
   *
   * @throws RuntimeException if that fails; the message says which command and what it answered
   */
  Installation install(Underlay net);
}
