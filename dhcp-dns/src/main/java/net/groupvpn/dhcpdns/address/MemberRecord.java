package net.groupvpn.dhcpdns.address;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a member says of itself in the value of its address's and its name's lease, so that either
 * leads to the other. It is only a claim: each half is believed once the other half's lease proves
 * to have the same owner. It does not contain the IPv6 address, which follows from the node ID.
 *
 * @param node the member's node ID
 * @param address its IPv4 address, or null while it has none
 * @param label its name within the group, or null while it has none
 * @param hasIpv6 whether it can be reached by its IPv6 address
 */
public record MemberRecord(
    NodeId node, @Nullable Ipv4Address address, @Nullable Label label, boolean hasIpv6) {
  private static final int VERSION = 1;

  /** The value of a lease or record. */
  public byte[] encode() {
    WireWriter out = new WireWriter().u8(VERSION).nodeId(node).flag(address != null);
    if (address != null) {
      out.i32(address.bits());
    }
    return out.text(label == null ? "" : label.text()).flag(hasIpv6).toBytes();
  }

  /**
   * Reads what {@link #encode} wrote, or something hostile.
   *
   * @throws WireException if it is anything else
   */
  public static MemberRecord decode(byte[] value) throws WireException {
    WireReader in = new WireReader(value);
    if (in.u8() != VERSION) {
      throw new WireException("unknown version of a member record");
    }
    NodeId node = in.nodeId();
    Ipv4Address address = in.flag() ? new Ipv4Address(in.i32()) : null;
    Label label = Label.readOptional(in);
    boolean hasIpv6 = in.flag();
    in.end();
    return new MemberRecord(node, address, label, hasIpv6);
  }
}
