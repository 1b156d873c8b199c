package net.groupvpn.lab.member;

import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;

/** This machine's own interface in a portal's network, so that its browser gets there. */
public final class Foot {
  private static final String LAB_NETWORKS = "198.18.0.0/15";
  private static final String ADDRESS = "198.18.0.1/24";

  private Foot() {}

  /**
   * Joins this machine, as 198.18.0.1/24, to a host, until the bed is closed.
   *
   * @param interfaceName name of this machine's end
   * @param hostInterface name of the host's end, which is left down and without an address
   */
  public static void attach(String interfaceName, Host host, String hostInterface) {
    String routes = Commands.run("ip", "-4", "route", "show", "root", LAB_NETWORKS);
    if (!routes.isBlank()) {
      throw new IllegalStateException(
          "this machine uses %s already, which the lab needs: %s"
              .formatted(LAB_NETWORKS, routes.strip()));
    }
    Commands.run(
        "ip",
        "link",
        "add",
        interfaceName,
        "type",
        "veth",
        "peer",
        "name",
        hostInterface,
        "netns",
        host.namespace());
    Commands.run("ip", "addr", "add", ADDRESS, "dev", interfaceName);
    Commands.run("ip", "link", "set", interfaceName, "up");
  }
}
