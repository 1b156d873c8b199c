package net.groupvpn.dhcpdns.binding;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The proved owners of virtual addresses. It serves outbound packets (where to send) and inbound
 * ones (may this sender use this source). Immutable, any thread, allocates nothing; the engine
 * publishes a new one on each change. An address without an owner here is not free, but unknown:
 * ask {@code AddressResolver} on the engine thread.
 */
public final class RouteSnapshot {
  /** A proved owner until {@code expiryNanos} (boot time). */
  record Route(NodeId owner, long generation, long expiryNanos) {}

  /** A snapshot without owners. */
  public static final RouteSnapshot EMPTY =
      new RouteSnapshot(new int[0], new NodeId[0], new long[0], new Ipv6Address[0], new NodeId[0]);

  private final int[] addresses4;
  private final NodeId[] owners4;
  private final long[] expiries4;
  private final long[] highs6;
  private final long[] lows6;
  private final NodeId[] owners6;

  private RouteSnapshot(
      int[] addresses4,
      NodeId[] owners4,
      long[] expiries4,
      Ipv6Address[] addresses6,
      NodeId[] owners6) {
    this.addresses4 = addresses4;
    this.owners4 = owners4;
    this.expiries4 = expiries4;
    this.highs6 = Arrays.stream(addresses6).mapToLong(Ipv6Address::high).toArray();
    this.lows6 = Arrays.stream(addresses6).mapToLong(Ipv6Address::low).toArray();
    this.owners6 = owners6;
  }

  /** Copies both tables; their order is that of unsigned numbers. */
  static RouteSnapshot of(
      SortedMap<Ipv4Address, Route> routes4, SortedMap<Ipv6Address, NodeId> routes6) {
    Collection<Route> routes = routes4.values();
    return new RouteSnapshot(
        routes4.keySet().stream().mapToInt(Ipv4Address::bits).toArray(),
        routes.stream().map(Route::owner).toArray(NodeId[]::new),
        routes.stream().mapToLong(Route::expiryNanos).toArray(),
        routes6.keySet().toArray(Ipv6Address[]::new),
        routes6.values().toArray(NodeId[]::new));
  }

  /** The owner of an IPv4 address at the boot time {@code bootNanos}, or null. */
  public @Nullable NodeId owner4(int address, long bootNanos) {
    int low = 0;
    int high = addresses4.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(addresses4[middle], address);
      if (order == 0) {
        return expiries4[middle] - bootNanos > 0 ? owners4[middle] : null;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** The owner of an IPv6 address given as its two halves, or null. */
  public @Nullable NodeId owner6(long addressHigh, long addressLow) {
    int low = 0;
    int high = highs6.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(highs6[middle], addressHigh);
      if (order == 0) {
        order = Long.compareUnsigned(lows6[middle], addressLow);
      }
      if (order == 0) {
        return owners6[middle];
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Whether {@code sender} may send from this IPv4 address now. */
  public boolean mayUse4(NodeId sender, int source, long bootNanos) {
    return Objects.equals(sender, owner4(source, bootNanos));
  }

  /** Whether {@code sender} may send from this IPv6 address. */
  public boolean mayUse6(NodeId sender, long sourceHigh, long sourceLow) {
    return Objects.equals(sender, owner6(sourceHigh, sourceLow));
  }

  /** Passes all IPv4 routes to {@code visitor}, including expired ones, in ascending order. */
  public void forEach4(Visitor4 visitor) {
    for (int i = 0; i < addresses4.length; i++) {
      visitor.visit(addresses4[i], owners4[i], expiries4[i]);
    }
  }

  /** Receives routes. */
  public interface Visitor4 {
    /** One address, its owner, and the boot time at which the proof ends. */
    void visit(int address, NodeId owner, long expiryNanos);
  }

  /** Number of IPv4 addresses with an owner. */
  public int size4() {
    return addresses4.length;
  }

  /** Number of IPv6 addresses with an owner. */
  public int size6() {
    return highs6.length;
  }
}
