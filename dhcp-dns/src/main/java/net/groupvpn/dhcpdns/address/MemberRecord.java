package net.groupvpn.dhcpdns.address;

import java.util.List;
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
 * @param services what it offers to the group
 */
public record MemberRecord(
    NodeId node,
    @Nullable Ipv4Address address,
    @Nullable Label label,
    boolean hasIpv6,
    List<AnnouncedService> services) {
  private static final int VERSION = 1;

  public MemberRecord {
    services = List.copyOf(services);
  }

  /** A record without services. */
  public MemberRecord(
      NodeId node, @Nullable Ipv4Address address, @Nullable Label label, boolean hasIpv6) {
    this(node, address, label, hasIpv6, List.of());
  }

  /** The value of a lease or record. */
  public byte[] encode() {
    WireWriter out = new WireWriter().u8(VERSION).nodeId(node).flag(address != null);
    if (address != null) {
      out.i32(address.bits());
    }
    out.text(label == null ? "" : label.text()).flag(hasIpv6);
    if (!services.isEmpty()) {
      AnnouncedService.writeAll(out, services);
    }
    return out.toBytes();
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
    List<AnnouncedService> services =
        in.remaining() == 0 ? List.of() : AnnouncedService.readAll(in);
    in.end();
    return new MemberRecord(node, address, label, hasIpv6, services);
  }
}
