package net.groupvpn.dhcpdns.name;

import java.util.Locale;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Interprets names in questions: the group's suffix, and the reverse zones of its network. */
final class DnsZones {
  /** What a name stands for. */
  sealed interface Subject {
    /** The zone that it lies in. */
    Name zone();

    /** A member's name. */
    record OfMember(Name zone, Label label) implements Subject {}

    /** A reversed IPv4 address. */
    record Address4(Name zone, Ipv4Address address) implements Subject {}

    /** A reversed IPv6 address. */
    record Address6(Name zone, Ipv6Address address) implements Subject {}

    /** The zone itself. */
    record Apex(Name zone) implements Subject {}

    /** A name in a zone that nobody can have. */
    record Nobody(Name zone) implements Subject {}
  }

  private static final int OCTETS = 4;
  private static final int NIBBLES = 32;
  private static final int PREFIX_NIBBLES = VirtualNetwork.PREFIX6_BITS / 4;
  private static final int HEX = 16;

  private final VirtualNetwork network;
  private final Name suffix;
  private final Name reverse4 = name("in-addr.arpa.");
  private final Name reverse6 = name("ip6.arpa.");
  private final Name zone4;
  private final Name zone6;

  /** {@code dnsSuffix} is the group's suffix, with or without a final dot. */
  DnsZones(VirtualNetwork network, String dnsSuffix) {
    this.network = network;
    this.suffix = name(dnsSuffix.endsWith(".") ? dnsSuffix : dnsSuffix + ".");
    this.zone4 = zone4();
    this.zone6 = zone6();
  }

  Name suffix() {
    return suffix;
  }

  /** The full name of a member. */
  Name fullName(String label) {
    return name(label + "." + suffix);
  }

  /** What {@code name} means, or null if it is outside the zones. */
  @Nullable Subject classify(Name name) {
    if (name.subdomain(suffix)) {
      return forward(name);
    } else if (name.subdomain(reverse4) && name.labels() == reverse4.labels() + OCTETS) {
      return address4(name);
    } else if (name.subdomain(reverse6) && name.labels() == reverse6.labels() + NIBBLES) {
      return address6(name);
    }
    return null;
  }

  private Subject forward(Name name) {
    int depth = name.labels() - suffix.labels();
    if (depth == 0) {
      return new Subject.Apex(suffix);
    }
    Label label = Label.parse(name.getLabelString(0).toLowerCase(Locale.ROOT));
    return depth == 1 && label != null
        ? new Subject.OfMember(suffix, label)
        : new Subject.Nobody(suffix);
  }

  private @Nullable Subject address4(Name name) {
    int bits = 0;
    for (int i = OCTETS - 1; i >= 0; i--) {
      String octet = name.getLabelString(i);
      if (!octet.matches("\\d{1,3}") || Integer.parseInt(octet) > 0xff) {
        return null;
      }
      bits = bits << Byte.SIZE | Integer.parseInt(octet);
    }
    Ipv4Address address = new Ipv4Address(bits);
    if (!network.range().contains(bits)) {
      return null;
    }
    return network.isAssignable(address)
        ? new Subject.Address4(zone4, address)
        : new Subject.Nobody(zone4);
  }

  private @Nullable Subject address6(Name name) {
    long high = 0;
    long low = 0;
    for (int i = NIBBLES - 1; i >= 0; i--) {
      String nibble = name.getLabelString(i);
      int digit = nibble.length() == 1 ? Character.digit(nibble.charAt(0), HEX) : -1;
      if (digit < 0) {
        return null;
      }
      high = (high << 4) | (low >>> 60);
      low = low << 4 | digit;
    }
    Ipv6Address address = new Ipv6Address(high, low);
    return network.contains(address) ? new Subject.Address6(zone6, address) : null;
  }

  private Name zone4() {
    String[] octets = network.range().network().toString().split("\\.", -1);
    StringBuilder zone = new StringBuilder();
    for (int i = network.range().prefixBits() / Byte.SIZE - 1; i >= 0; i--) {
      zone.append(octets[i]).append('.');
    }
    return name(zone.append(reverse4).toString());
  }

  private Name zone6() {
    long high = network.serviceAddress6().high() >>> (Long.SIZE - VirtualNetwork.PREFIX6_BITS);
    StringBuilder zone = new StringBuilder();
    for (int i = 0; i < PREFIX_NIBBLES; i++) {
      zone.append(Character.forDigit((int) (high >>> (4 * i)) & 0xf, HEX)).append('.');
    }
    return name(zone.append(reverse6).toString());
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a DNS name: " + text, e);
    }
  }
}
