package net.groupvpn.overlay.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;
import org.jspecify.annotations.Nullable;

/** The addresses of a group itself, as far as a policy must know them. Pure. */
public final class GroupRanges {
  /** Length of the IPv6 prefix of a group's members, bits. */
  public static final int ULA_BITS = 48;

  /** Length of the prefix of all IPv6 addresses of a group: members' and machines' behind them. */
  public static final int LINK_BITS = ULA_BITS - 1;

  private static final int UNIQUE_LOCAL = 0xfd;
  private static final int IPV6_BYTES = 16;

  private GroupRanges() {}

  /**
   * The unique local prefix of a group's members (RFC 4193): the same for all who know the group.
   *
   * @param groupIdHex the group's ID, hexadecimal
   */
  public static AddressRange ula(String groupIdHex) {
    return new AddressRange(address(prefix(groupIdHex)), ULA_BITS);
  }

  /**
   * All IPv6 addresses of a group: its members' prefix, and the one that differs in its last bit.
   */
  static AddressRange link(String groupIdHex) {
    byte[] prefix = prefix(groupIdHex);
    prefix[LINK_BITS / Byte.SIZE] &= (byte) ~1;
    return new AddressRange(address(prefix), LINK_BITS);
  }

  private static byte[] prefix(String groupIdHex) {
    byte[] purpose = "groupvpn ula".getBytes(StandardCharsets.US_ASCII);
    byte[] hash = NodeId.hash(purpose, HexFormat.of().parseHex(groupIdHex)).toBytes();
    byte[] prefix = new byte[IPV6_BYTES];
    prefix[0] = (byte) UNIQUE_LOCAL;
    System.arraycopy(hash, 0, prefix, 1, ULA_BITS / Byte.SIZE - 1);
    return prefix;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are always an address", e);
    }
  }

  /**
   * Which of the group's own ranges shares addresses with a subnet; null for none.
   *
   * @param ipv4Range such as {@code 10.128.0.0/16}
   */
  public static @Nullable AddressRange overlapping(
      AddressRange subnet, String groupIdHex, String ipv4Range) {
    AddressRange link = link(groupIdHex);
    if (SubnetRule.overlap(subnet, link)) {
      return link;
    }
    AddressRange own = range(ipv4Range);
    return SubnetRule.overlap(subnet, own) ? own : null;
  }

  /** Why no member can have an address, a sentence for people; null if one can. */
  public static @Nullable String problemOfMember(Inet4Address address, String ipv4Range) {
    AddressRange range = range(ipv4Range);
    String text = address.getHostAddress();
    if (!range.contains(address)) {
      return "%s is not in the group's range, %s.".formatted(text, ipv4Range);
    }
    int host = bits(address) & ~(-1 << (Integer.SIZE - range.bits()));
    if (host == 0 || host == ~(-1 << (Integer.SIZE - range.bits()))) {
      return "%s is the first or the last address of %s, which no machine can have."
          .formatted(text, ipv4Range);
    }
    return host == 1
        ? "%s is the address of the group's services, which every machine answers itself."
            .formatted(text)
        : null;
  }

  private static AddressRange range(String ipv4Range) {
    AddressRange range = SubnetRule.parse(ipv4Range);
    if (range == null) {
      throw new IllegalArgumentException("not a range: " + ipv4Range);
    }
    return range;
  }

  private static int bits(Inet4Address address) {
    return ByteBuffer.wrap(address.getAddress()).getInt();
  }
}
