package net.groupvpn.gateway.subnet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * The networks that a member says are behind it. Only what the policy allows it counts. Without any
 * it withdraws those that the member has announced before.
 */
public record SubnetOffer(List<AddressRange> prefixes) {
  /** Most networks that one machine announces. */
  public static final int MAX_PREFIXES = 16;

  private static final int VERSION = 1;
  private static final int IPV6_BYTES = 16;

  public SubnetOffer {
    prefixes = List.copyOf(prefixes);
  }

  /** The value of its record. */
  public byte[] encode() {
    WireWriter out = new WireWriter().u8(VERSION).u8(prefixes.size());
    for (AddressRange prefix : prefixes) {
      byte[] start = prefix.start().getAddress();
      out.flag(start.length != Integer.BYTES).fixed(start).u8(prefix.bits());
    }
    return out.toBytes();
  }

  /** Reads what {@link #encode} wrote, or something hostile; empty if it is anything else. */
  public static Optional<SubnetOffer> decode(byte[] value) {
    try {
      return Optional.of(read(new WireReader(value)));
    } catch (WireException e) {
      return Optional.empty();
    }
  }

  private static SubnetOffer read(WireReader in) throws WireException {
    if (in.u8() != VERSION) {
      throw new WireException("unknown version of an announcement of networks");
    }
    int count = in.u8();
    if (count > MAX_PREFIXES) {
      throw new WireException("a machine announces too many networks");
    }
    List<AddressRange> prefixes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prefixes.add(prefix(in));
    }
    in.end();
    return new SubnetOffer(prefixes);
  }

  private static AddressRange prefix(WireReader in) throws WireException {
    byte[] start = in.fixed(in.flag() ? IPV6_BYTES : Integer.BYTES);
    int bits = in.u8();
    if (bits > start.length * Byte.SIZE) {
      throw new WireException("a network has more bits than an address");
    }
    try {
      AddressRange range = new AddressRange(InetAddress.getByAddress(start), bits);
      if (SubnetRule.problem(range) != null) {
        throw new WireException("nobody can have such a network behind it");
      }
      return range;
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new WireException("no network");
    }
  }
}
