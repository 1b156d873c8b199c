package net.groupvpn.client.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.groupvpn.client.dataplane.ExitTarget;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway and its clients ping, to see whether packets pass: addresses beyond it, one of
 * each family at most. Immutable.
 */
public final class ProbeTargets {
  /** Unless the owner says otherwise: a public resolver (Quad9), 2620:fe::fe by IPv6. */
  private static final ExitTarget PUBLIC =
      new ExitTarget(Ipv4Address.parse("9.9.9.9"), new Ipv6Address(0x2620_00fe_0000_0000L, 0xfe));

  private final ExitTarget both;

  private ProbeTargets(ExitTarget both) {
    this.both = both;
  }

  /** The last ones of each family in {@code configured}, checked addresses; public ones if none. */
  public static ProbeTargets of(List<String> configured) {
    Ipv4Address four = null;
    Ipv6Address six = null;
    for (String text : configured) {
      if (text.indexOf(':') >= 0) {
        six = address6(text);
      } else {
        four = Ipv4Address.parse(text);
      }
    }
    return new ProbeTargets(four == null && six == null ? PUBLIC : new ExitTarget(four, six));
  }

  private static Ipv6Address address6(String text) {
    try {
      return Ipv6Address.of(InetAddress.getByName("[" + text + "]").getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text + " is no IPv6 address", e);
    }
  }

  /** An address of each family, as far as there is one. */
  public ExitTarget both() {
    return both;
  }

  /** What is pinged by IPv4; null for nothing. */
  public @Nullable ExitTarget ipv4() {
    return both.ipv4() == null ? null : new ExitTarget(both.ipv4(), null);
  }

  /** What is pinged by IPv6; null for nothing. */
  public @Nullable ExitTarget ipv6() {
    return both.ipv6() == null ? null : new ExitTarget(null, both.ipv6());
  }
}
