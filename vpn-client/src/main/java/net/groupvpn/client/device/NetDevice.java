package net.groupvpn.client.device;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network device of this machine, as the kernel describes it.
 *
 * @param index the kernel's number
 * @param kind such as {@code bridge}, {@code veth}, {@code tun} or {@code wireguard}; empty for
 *     real cards
 * @param alias a text that programs may set on a device; often empty
 * @param isUp whether it is switched on
 * @param hasCarrier whether it can carry anything now: a cable, a port, a program behind it
 * @param master index of the bridge or bond that it belongs to, 0 for none
 * @param mac its Ethernet address, 48 bits; 0 if it has none
 */
public record NetDevice(
    int index,
    String name,
    String kind,
    String alias,
    boolean isUp,
    boolean hasCarrier,
    int master,
    int mtuBytes,
    List<Address> addresses,
    long mac) {

  /**
   * The prefix of the alias that every client sets on its device: others on this machine recognise
   * the device and its port by it.
   */
  private static final String MARK = "GroupVPN, UDP port ";

  private static final String LOOPBACK = "lo";
  private static final int MAX_PORT = 65_535;

  public NetDevice {
    addresses = List.copyOf(addresses);
  }

  /**
   * An address on a device.
   *
   * @param prefixBits length of its network's prefix
   * @param isDeprecated whether it only serves existing connections
   */
  public record Address(InetAddress address, int prefixBits, boolean isDeprecated) {}

  /** The alias for the device of a client that listens on this port. */
  public static String alias(int udpPort) {
    return MARK + udpPort;
  }

  /** Whether it is the device of a client of this program, in any process. */
  public boolean isGroups() {
    return alias.startsWith(MARK);
  }

  /** The UDP port of the client whose device this is, or null. */
  public @Nullable Integer groupsPort() {
    if (!isGroups()) {
      return null;
    }
    String port = alias.substring(MARK.length());
    return port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= MAX_PORT
        ? Integer.valueOf(port)
        : null;
  }

  /** Whether it leads to this machine itself. */
  public boolean isLoopback() {
    return name.equals(LOOPBACK);
  }
}
