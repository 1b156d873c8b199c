package net.groupvpn.client.config;

import java.util.List;
import net.groupvpn.client.tunnel.TunnelSettings;
import org.jspecify.annotations.Nullable;

/**
 * Internet traffic: through which gateway this machine's goes, and what this machine does as a
 * gateway for others.
 *
 * @param exit which gateway to use
 * @param routing how packets are told apart, and who may pass the kill switch
 * @param serving what to do as a gateway; null for none
 * @param subnets networks behind members
 */
public record TunnelConfig(
    Exit exit, TunnelSettings routing, @Nullable Serving serving, SubnetConfig subnets) {
  /** Everything as without the group. */
  public static final TunnelConfig OFF =
      new TunnelConfig(Exit.OFF, TunnelSettings.DEFAULT, null, SubnetConfig.NONE);

  /**
   * Which gateway to use.
   *
   * @param isOn whether all Internet traffic goes through a gateway
   * @param names members' names, the first one first; none to choose freely
   */
  public record Exit(boolean isOn, List<String> names) {
    /** None. */
    public static final Exit OFF = new Exit(false, List.of());

    public Exit {
      names = List.copyOf(names);
    }
  }

  /**
   * What a gateway does.
   *
   * @param label a word for people, such as a country
   * @param probes addresses beyond it that answer pings, of either family; none for the defaults
   * @param resolver IPv4 address of the DNS server for its clients; null for their own choice
   * @param open private prefixes that members may reach
   * @param limits for each client
   * @param nat who carries members' packets
   */
  public record Serving(
      String label,
      List<String> probes,
      @Nullable String resolver,
      List<String> open,
      ClientLimits limits,
      Nat nat) {
    public Serving {
      probes = List.copyOf(probes);
      open = List.copyOf(open);
    }
  }

  /** Who carries members' packets to the Internet. */
  public enum Nat {
    /** The kernel where that works, else this program. */
    AUTO,
    /** The kernel, by nftables. */
    KERNEL,
    /** This program, by its own sockets. */
    USER
  }

  /** Most connections of one client at a time, and most new ones of one client in a second. */
  public record ClientLimits(int connections, int newPerSecond) {
    /** What holds if nothing is said, also for the networks behind a machine that is no gateway. */
    public static final ClientLimits DEFAULT = new ClientLimits(4_096, 100);
  }
}
