package net.groupvpn.dhcpdns.address;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.policy.GroupRanges;

/**
 * The addresses of one group. IPv4 addresses come from a range and must be claimed. IPv6 addresses
 * are unique local ones (RFC 4193): a /48 prefix from the group's ID, then the first 80 bits of the
 * node ID. So they need no claim and prove themselves. The first IPv4 host address, and the IPv6
 * prefix followed by 1, belong to nobody: each client answers at them itself (DNS). Machines behind
 * a router have a /64 each, of a second /48 that differs from the first in its last bit, by their
 * IPv4 addresses. Immutable.
 */
public final class VirtualNetwork {
  /** Length of the group's IPv6 prefix. */
  public static final int PREFIX6_BITS = GroupRanges.ULA_BITS;

  /** Length of the prefix of all IPv6 addresses of a group: members' and machines' behind them. */
  public static final int LINK6_BITS = GroupRanges.LINK_BITS;

  /**
   * Machines have IPv6 addresses in ranges with a prefix of at least so many bits: the others fit
   * into the 16 bits that each prefix of a machine has left.
   */
  private static final int MACHINES6_RANGE_BITS = 16;

  private static final int PREFIX6_BYTES = PREFIX6_BITS / Byte.SIZE;
  private static final int HOST6_BYTES = Ipv6Address.BYTES - PREFIX6_BYTES;
  private static final int GROUP_ID_BYTES = 32;

  /** The last bit of the group's prefix, in an address's high half: another for machines. */
  private static final long MACHINES6_BIT = 1L << (Long.SIZE - PREFIX6_BITS);

  private final String groupIdHex;
  private final Ipv4Range range;
  private final byte[] prefix6;

  /**
   * The network of a group.
   *
   * @param groupIdHex the group's ID, 64 hexadecimal digits
   * @throws IllegalArgumentException if the ID is anything else
   */
  public VirtualNetwork(String groupIdHex, Ipv4Range range) {
    byte[] groupId = HexFormat.of().parseHex(groupIdHex);
    if (groupId.length != GROUP_ID_BYTES) {
      throw new IllegalArgumentException("a group ID has 64 hexadecimal digits: " + groupIdHex);
    }
    this.groupIdHex = groupIdHex.toLowerCase(Locale.ROOT);
    this.range = range;
    this.prefix6 = Arrays.copyOf(GroupRanges.ula(groupIdHex).start().getAddress(), PREFIX6_BYTES);
  }

  /** The range of the IPv4 addresses. */
  public Ipv4Range range() {
    return range;
  }

  /** The IPv4 address at which each client answers services itself. */
  public Ipv4Address serviceAddress4() {
    return range.firstHost();
  }

  /** The IPv6 address at which each client answers services itself. */
  public Ipv6Address serviceAddress6() {
    return Ipv6Address.of(
        ByteBuffer.allocate(Ipv6Address.BYTES).put(prefix6).putLong(Long.BYTES, 1).array());
  }

  /**
   * Whether a member may have this address: within the range, and neither special nor the service
   * address.
   */
  public boolean isAssignable(Ipv4Address address) {
    return range.contains(address.bits())
        && !address.equals(range.network())
        && !address.equals(range.broadcast())
        && !address.equals(serviceAddress4());
  }

  /** A random address that a member may have. */
  public Ipv4Address randomAddress(RandomGenerator random) {
    int afterService = range.firstHost().bits() + 1;
    return new Ipv4Address(afterService + random.nextInt(range.hosts() - 1));
  }

  /** The next address that a member may have; after the last one, the first. */
  Ipv4Address assignableAfter(Ipv4Address address) {
    Ipv4Address next = new Ipv4Address(address.bits() + 1);
    return isAssignable(next) ? next : new Ipv4Address(range.firstHost().bits() + 1);
  }

  /**
   * High half of all IPv6 addresses of the machine behind a router with that IPv4 address: a /64 of
   * the other half of the group's /47. So whoever has the lease of the IPv4 address has them, and
   * no node ID leads there. 0 if machines have none, as the range is too large.
   */
  public long machineHigh(Ipv4Address address) {
    long prefix = ByteBuffer.allocate(Long.BYTES).put(prefix6).getLong(0) ^ MACHINES6_BIT;
    return range.prefixBits() < MACHINES6_RANGE_BITS ? 0 : prefix | (address.bits() & 0xffff);
  }

  /** A node's IPv6 address. */
  public Ipv6Address addressOf(NodeId node) {
    ByteBuffer bytes = ByteBuffer.allocate(Ipv6Address.BYTES).put(prefix6);
    return Ipv6Address.of(bytes.put(node.toBytes(), 0, HOST6_BYTES).array());
  }

  /** Whether an address has the group's prefix. */
  public boolean contains(Ipv6Address address) {
    byte[] bytes = address.toBytes();
    for (int i = 0; i < PREFIX6_BYTES; i++) {
      if (bytes[i] != prefix6[i]) {
        return false;
      }
    }
    return true;
  }

  /** The lowest node ID with this address; the node is the one closest to it. */
  public NodeId lowestNodeOf(Ipv6Address address) {
    byte[] id = new byte[NodeId.BYTES];
    System.arraycopy(address.toBytes(), PREFIX6_BYTES, id, 0, HOST6_BYTES);
    return NodeId.of(id);
  }

  /** The hash table's key of an IPv4 address. */
  public NodeId keyOf(Ipv4Address address) {
    return NodeId.hash(ascii("groupvpn:ip4:" + groupIdHex + ":" + address));
  }

  /** The hash table's key of a name. */
  public NodeId keyOfName(Label label) {
    return NodeId.hash(ascii("groupvpn:name:" + groupIdHex + ":" + label));
  }

  /** The hash table's key of a node's statement about itself. */
  public NodeId keyOfNode(NodeId node) {
    return NodeId.hash(ascii("groupvpn:node:" + groupIdHex + ":" + node.toHex()));
  }

  /** The hash table's key of all members that offer a service. */
  public NodeId keyOfService(ServiceType type) {
    return NodeId.hash(ascii("groupvpn:service:" + groupIdHex + ":" + type));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
