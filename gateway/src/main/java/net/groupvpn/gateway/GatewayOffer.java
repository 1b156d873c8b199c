package net.groupvpn.gateway;

import java.util.Objects;
import java.util.Optional;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway says of itself. Only the publisher's signature stands behind it, so it is a hint:
 * what works is found out by pinging.
 *
 * @param probe4 an address beyond the gateway that answers pings over IPv4; null if it carries no
 *     IPv4
 * @param probe6 the same for IPv6
 * @param resolver the DNS server that its clients may use through it; null for their own choice
 * @param loadPercent how much of what it will carry it carries now, 0 to 100
 * @param sinceMillis since when it has offered without a break, wall time
 * @param label a word of its owner's for people, such as a country; may be empty
 */
public record GatewayOffer(
    @Nullable Ipv4Address probe4,
    @Nullable Ipv6Address probe6,
    @Nullable Ipv4Address resolver,
    int loadPercent,
    long sinceMillis,
    String label) {
  /** Longest label, bytes of UTF-8. */
  public static final int MAX_LABEL_BYTES = 32;

  private static final String SIGNS = " .,-_()";
  private static final int VERSION = 1;
  private static final int MAX_LOAD_PERCENT = 100;

  /** 0.0.0.0/8 and 127.0.0.0/8, by their first octet. */
  private static final int THIS_NETWORK = 0;

  private static final int LOOPBACK = 127;

  /** 169.254.0.0/16, by its first two octets. */
  private static final int LINK_LOCAL = 169 << 8 | 254;

  /** From 224.0.0.0 on: multicast, reserved, broadcast. */
  private static final int FIRST_MULTICAST = 224;

  /** fe80::/10, by its first ten bits. */
  private static final int LINK_LOCAL6 = 0xfe80 >> 6;

  private static final int LINK_LOCAL6_BITS = 10;

  /** ff00::/8, by its first eight bits. */
  private static final int MULTICAST6 = 0xff;

  /** Whether it carries IPv4. */
  public boolean hasIpv4() {
    return probe4 != null;
  }

  /** Whether it carries IPv6. */
  public boolean hasIpv6() {
    return probe6 != null;
  }

  /** The same at another load. */
  public GatewayOffer withLoad(int percent) {
    return new GatewayOffer(probe4, probe6, resolver, percent, sinceMillis, label);
  }

  /** Whether another offers the same; load, age and label are for people alone. */
  boolean isLike(@Nullable GatewayOffer other) {
    return other != null
        && Objects.equals(probe4, other.probe4)
        && Objects.equals(probe6, other.probe6)
        && Objects.equals(resolver, other.resolver);
  }

  /** The value of its record. */
  public byte[] encode() {
    WireWriter out = new WireWriter().u8(VERSION);
    writeOptional(out, probe4);
    out.flag(probe6 != null);
    if (probe6 != null) {
      out.fixed(probe6.toBytes());
    }
    writeOptional(out, resolver);
    return out.u8(loadPercent).i64(sinceMillis).text(label).toBytes();
  }

  private static void writeOptional(WireWriter out, @Nullable Ipv4Address address) {
    out.flag(address != null);
    if (address != null) {
      out.i32(address.bits());
    }
  }

  /** Reads what {@link #encode} wrote, or something hostile; empty if it is anything else. */
  public static Optional<GatewayOffer> decode(byte[] value) {
    try {
      return Optional.of(read(new WireReader(value)));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private static GatewayOffer read(WireReader in) throws WireException {
    if (in.u8() != VERSION) {
      throw new WireException("unknown version of a gateway's offer");
    }
    Ipv4Address probe4 = readOptional(in);
    Ipv6Address probe6 = readOptional6(in);
    Ipv4Address resolver = readOptional(in);
    int load = in.u8();
    long since = in.i64();
    String label = in.text(MAX_LABEL_BYTES);
    in.end();
    if (load > MAX_LOAD_PERCENT || (probe4 == null && probe6 == null)) {
      throw new WireException("a gateway offers nothing, or has a load over 100 %");
    }
    return new GatewayOffer(probe4, probe6, resolver, load, since, plain(label));
  }

  private static @Nullable Ipv4Address readOptional(WireReader in) throws WireException {
    if (!in.flag()) {
      return null;
    }
    Ipv4Address address = new Ipv4Address(in.i32());
    if (!isElsewhere(address)) {
      throw new WireException("a gateway names " + address + ", which is nobody's on the Internet");
    }
    return address;
  }

  private static @Nullable Ipv6Address readOptional6(WireReader in) throws WireException {
    if (!in.flag()) {
      return null;
    }
    Ipv6Address address = Ipv6Address.of(in.fixed(Ipv6Address.BYTES));
    if (!isElsewhere(address)) {
      throw new WireException("a gateway names " + address + ", which is nobody's on the Internet");
    }
    return address;
  }

  /**
   * Whether an address can be another machine's, beyond the own link: members send pings and
   * questions there because a gateway says so. Not "this" network, loopback, link-local, multicast
   * or reserved.
   */
  public static boolean isElsewhere(Ipv4Address address) {
    int first = address.bits() >>> (3 * Byte.SIZE);
    return first != THIS_NETWORK
        && first != LOOPBACK
        && first < FIRST_MULTICAST
        && address.bits() >>> (2 * Byte.SIZE) != LINK_LOCAL;
  }

  /** The same for IPv6: not unspecified, loopback, IPv4 in disguise, link-local or multicast. */
  public static boolean isElsewhere(Ipv6Address address) {
    return address.high() != 0
        && address.high() >>> (Long.SIZE - LINK_LOCAL6_BITS) != LINK_LOCAL6
        && address.high() >>> (Long.SIZE - Byte.SIZE) != MULTICAST6;
  }

  private static String plain(String label) throws WireException {
    if (!isLabel(label)) {
      throw new WireException("a gateway's label has signs that are not shown");
    }
    return label;
  }

  /** Whether a label may be shown on terminals: letters, digits, spaces and simple signs only. */
  public static boolean isLabel(String label) {
    return label.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0);
  }
}
