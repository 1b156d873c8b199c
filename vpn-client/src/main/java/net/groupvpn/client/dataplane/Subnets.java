package net.groupvpn.client.dataplane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;
import org.jspecify.annotations.Nullable;

/**
 * Networks behind members: by whom this machine reaches them, and which ones are behind this
 * machine. Of several that hold an address the longest prefix decides. Immutable.
 */
public final class Subnets {
  /** None. */
  public static final Subnets NONE = new Subnets(List.of(), List.of());

  private final List<Entry> ways;
  private final List<AddressBlock> behindThis;

  /**
   * A network behind others.
   *
   * @param via who is used now; null while nobody is reached
   * @param all members that may send from it: those that announce it, the one in use among them
   */
  public record Way(AddressRange prefix, @Nullable NodeId via, Set<NodeId> all) {
    public Way {
      all = Set.copyOf(all);
    }
  }

  private record Entry(AddressBlock block, @Nullable NodeId via, Set<NodeId> all) {}

  /** {@code behindThis}: what members may reach through this machine. */
  public Subnets(List<Way> ways, List<AddressRange> behindThis) {
    List<Entry> entries = new ArrayList<>();
    for (Way way : ways) {
      entries.add(new Entry(AddressBlock.of(way.prefix()), way.via(), way.all()));
    }
    entries.sort(Comparator.comparingInt((Entry entry) -> entry.block().bits()).reversed());
    this.ways = List.copyOf(entries);
    this.behindThis = behindThis.stream().map(AddressBlock::of).toList();
  }

  /** Whether the address is in a network that is reached through members, and by no other way. */
  boolean holds(long high, long low) {
    return find(high, low) != null;
  }

  /** Who leads to the address; null if nobody does now, or it is in no network that is known. */
  @Nullable NodeId wayTo(long high, long low) {
    Entry entry = find(high, low);
    return entry == null ? null : entry.via();
  }

  /** Whether {@code sender} may send from that address. */
  boolean areTakenFrom(long high, long low, NodeId sender) {
    Entry entry = find(high, low);
    return entry != null && entry.all().contains(sender);
  }

  /** Whether the address is in a network behind this machine. */
  boolean isBehindThis(long high, long low) {
    for (AddressBlock block : behindThis) {
      if (block.contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Entry find(long high, long low) {
    for (Entry entry : ways) {
      if (entry.block().contains(high, low)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Addresses that begin with the same bits, as plain numbers; IPv4 in its IPv6-mapped form.
   *
   * @param bits of the mapped form
   */
  private record AddressBlock(long high, long low, long maskHigh, long maskLow, int bits) {
    private static final int MAPPED_BITS = Ipv6Address.BYTES * Byte.SIZE - Integer.SIZE;

    static AddressBlock of(AddressRange range) {
      byte[] raw = range.start().getAddress();
      boolean isIpv4 = raw.length == Integer.BYTES;
      int bits = isIpv4 ? MAPPED_BITS + range.bits() : range.bits();
      long maskHigh = mask(bits);
      long maskLow = mask(bits - Long.SIZE);
      long high = 0;
      long low;
      if (isIpv4) {
        low = VirtualAddress.mapped(number32(raw));
      } else {
        Ipv6Address address = Ipv6Address.of(raw);
        high = address.high();
        low = address.low();
      }
      return new AddressBlock(high & maskHigh, low & maskLow, maskHigh, maskLow, bits);
    }

    private static int number32(byte[] raw) {
      int number = 0;
      for (byte each : raw) {
        number = number << Byte.SIZE | Byte.toUnsignedInt(each);
      }
      return number;
    }

    /** The highest so many bits. */
    private static long mask(int bits) {
      return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    boolean contains(long otherHigh, long otherLow) {
      return (otherHigh & maskHigh) == high && (otherLow & maskLow) == low;
    }
  }
}
