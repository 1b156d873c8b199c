package net.groupvpn.client.os;

/**
 * Names of a network's own tables of nftables. A network's name is a DNS label, which has hyphens
 * and no underscores: so no name here is that of another table of another network.
 */
public final class TableName {
  private static final String PREFIX = "groupvpn_";

  private TableName() {}

  /**
   * The table that says what a gateway forwards.
   *
   * @param network a network's name, one DNS label
   */
  public static String ofGateway(String network) {
    return ofKillSwitch(network) + "_gateway";
  }

  /**
   * The table that says which networks behind this machine members reach.
   *
   * @param network a network's name, one DNS label
   */
  public static String ofSubnets(String network) {
    return ofKillSwitch(network) + "_subnets";
  }

  /**
   * The table that keeps a user's packets from leaving beside the tunnel.
   *
   * @param network a network's name, one DNS label
   */
  public static String ofKillSwitch(String network) {
    return PREFIX + network;
  }
}
