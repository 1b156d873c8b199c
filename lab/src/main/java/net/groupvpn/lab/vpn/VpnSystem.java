package net.groupvpn.lab.vpn;

/** One of the compared systems. */
public interface VpnSystem {
  /** Its name in tables and on the command line. */
  String name();

  /** The version that is installed here. */
  String version();

  /** Whether it supports more than one node beside the hub. */
  boolean servesMany();

  /**
   * Makes keys and configurations for all nodes; starts nothing that carries traffic.
   *
   * @throws RuntimeException if that fails; the message names the command and its output
   */
  Installation install(Underlay net);
}
