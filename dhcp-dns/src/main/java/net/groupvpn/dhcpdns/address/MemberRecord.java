package net.groupvpn.dhcpdns.address;

import java.nio.charset.StandardCharsets;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a member says of itself in the value of its address's and its name's lease, so that either
 * leads to the other. It is a claim only: each half is believed after the other's lease was found
 * to have the same owner. The IPv6 address is not in it, since it follows from the node ID.
 *
 * @param node the member's node ID
 * @param address its IPv4 address, or null while it has none
 * @param label its name within the group, or empty while it has none
 */
public record MemberRecord(NodeId node, @Nullable Ipv4Address address, String label) {
  /** Longest label, bytes (RFC 1035 2.3.4). */
  public static final int MAX_LABEL_BYTES = 63;

  private static final int VERSION = 1;

  /** The value of a lease or record. */
  public byte[] encode() {
    WireWriter out = new WireWriter().u8(VERSION).nodeId(node).flag(address != null);
    if (address != null) {
      out.i32(address.bits());
    }
    return out.text(label).toBytes();
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
    String label = in.text(MAX_LABEL_BYTES);
    in.end();
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(label)) {
      throw new WireException("a label is not ASCII");
    }
    return new MemberRecord(node, address, label);
  }
}
