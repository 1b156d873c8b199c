package net.groupvpn.dhcpdns.name;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
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

    /** A service of a member. */
    record ServiceOfMember(Name zone, Label label, ServiceType type) implements Subject {}

    /** Above all services of a member that one transport carries. */
    record ServicesOfMember(Name zone, Label label, Transport transport) implements Subject {}

    /** All members that offer a service. */
    record Offers(Name zone, ServiceType type) implements Subject {}

    /** A reversed IPv4 address. */
    record Address4(Name zone, Ipv4Address address) implements Subject {}

    /** A reversed IPv6 address. */
    record Address6(Name zone, Ipv6Address address) implements Subject {}

    /** The reversed service address, whose name is the group's suffix. */
    record ServiceAddress(Name zone) implements Subject {}

    /** The zone itself. */
    record Apex(Name zone) implements Subject {}

    /** A name without records of its own, above others (RFC 8020). */
    record Between(Name zone) implements Subject {}

    /** A name in a zone that nobody can have. */
    record Nobody(Name zone) implements Subject {}
  }

  private static final int OCTETS = 4;
  private static final int NIBBLES = 32;
  private static final int HEX = 16;
  private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final int NO_NUMBER = -1;
  private static final Name REVERSE_4 = name("in-addr.arpa.");
  private static final Name REVERSE_6 = name("ip6.arpa.");

  private final VirtualNetwork network;
  private final Name suffix;
  private final List<Name> reverse;

  /** {@code dnsSuffix} is the group's suffix, with or without a final dot. */
  DnsZones(VirtualNetwork network, String dnsSuffix) {
    this.network = network;
    this.suffix = name(dnsSuffix.endsWith(".") ? dnsSuffix : dnsSuffix + ".");
    this.reverse = ReverseZones.of(network).stream().map(zone -> name(zone + ".")).toList();
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
    }
    for (Name zone : reverse) {
      if (name.subdomain(zone)) {
        return zone.subdomain(REVERSE_6) ? address6(zone, name) : address4(zone, name);
      }
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
        : ServiceNames.parse(suffix, name);
  }

  private Subject address4(Name zone, Name name) {
    int octets = name.labels() - REVERSE_4.labels();
    int bits = 0;
    for (int i = octets - 1; i >= 0; i--) {
      int octet = octet(name.getLabelString(i));
      if (octet == NO_NUMBER || octets > OCTETS) {
        return new Subject.Nobody(zone);
      }
      bits = bits << Byte.SIZE | octet;
    }
    if (octets < OCTETS) {
      return inner(zone, name);
    }
    Ipv4Address address = new Ipv4Address(bits);
    if (address.equals(network.serviceAddress4())) {
      return new Subject.ServiceAddress(zone);
    }
    return network.isAssignable(address)
        ? new Subject.Address4(zone, address)
        : new Subject.Nobody(zone);
  }

  private Subject address6(Name zone, Name name) {
    int nibbles = name.labels() - REVERSE_6.labels();
    long high = 0;
    long low = 0;
    for (int i = nibbles - 1; i >= 0; i--) {
      String nibble = name.getLabelString(i);
      int digit = nibble.length() == 1 ? Character.digit(nibble.charAt(0), HEX) : NO_NUMBER;
      if (digit == NO_NUMBER || nibbles > NIBBLES) {
        return new Subject.Nobody(zone);
      }
      high = (high << 4) | (low >>> 60);
      low = low << 4 | digit;
    }
    if (nibbles < NIBBLES) {
      return inner(zone, name);
    }
    Ipv6Address address = new Ipv6Address(high, low);
    return address.equals(network.serviceAddress6())
        ? new Subject.ServiceAddress(zone)
        : new Subject.Address6(zone, address);
  }

  private static Subject inner(Name zone, Name name) {
    return name.equals(zone) ? new Subject.Apex(zone) : new Subject.Between(zone);
  }

  private static int octet(String text) {
    int value = OCTET.matcher(text).matches() ? Integer.parseInt(text) : NO_NUMBER;
    return value > 0xff ? NO_NUMBER : value;
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a DNS name: " + text, e);
    }
  }
}
