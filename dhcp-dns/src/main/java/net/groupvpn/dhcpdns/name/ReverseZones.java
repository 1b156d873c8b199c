package net.groupvpn.dhcpdns.name;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;

/**
 * The zones for reverse look-ups of a network's addresses (RFC 1035 3.5, RFC 3596 2.5). Zones end
 * at whole octets. So a range that does not, such as a /12, has several, and no zone contains an
 * address outside the network.
 */
public final class ReverseZones {
  private static final int NIBBLE_BITS = 4;

  private ReverseZones() {}

  /** At most 128 zones of IPv4 and one of IPv6, without a final dot. */
  public static List<String> of(VirtualNetwork network) {
    List<String> zones = new ArrayList<>();
    Ipv4Range range = network.range();
    int octets = (range.prefixBits() + Byte.SIZE - 1) / Byte.SIZE;
    int zoneBits = octets * Byte.SIZE;
    int step = zoneBits == 0 ? 0 : 1 << (Ipv4Address.BITS - zoneBits);
    for (int i = 0; i < 1 << (zoneBits - range.prefixBits()); i++) {
      zones.add(zone4(range.network().bits() + i * step, octets));
    }
    zones.add(zone6(network));
    return zones;
  }

  private static String zone4(int bits, int octets) {
    StringBuilder zone = new StringBuilder();
    for (int octet = octets; octet > 0; octet--) {
      zone.append(bits >>> (Ipv4Address.BITS - octet * Byte.SIZE) & 0xff).append('.');
    }
    return zone.append("in-addr.arpa").toString();
  }

  private static String zone6(VirtualNetwork network) {
    long high = network.serviceAddress6().high();
    StringBuilder zone = new StringBuilder();
    for (int nibble = VirtualNetwork.PREFIX6_BITS / NIBBLE_BITS; nibble > 0; nibble--) {
      int value = (int) (high >>> (Long.SIZE - nibble * NIBBLE_BITS)) & 0xf;
      zone.append(Integer.toHexString(value)).append('.');
    }
    return zone.append("ip6.arpa").toString();
  }
}
