package net.groupvpn.dhcpdns.binding;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.RouteSnapshot.Route;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * The proved owners of addresses; tells a listener about changes. It checks nothing itself: whoever
 * adds an IPv4 route must have asked a quorum. Engine thread only.
 */
public final class RouteTable {
  /** Most routes of each kind; a group's range is at most a few times larger. */
  public static final int MAX_ROUTES = 16_384;

  private final SortedMap<Ipv4Address, Route> routes4 = new TreeMap<>();
  private final SortedMap<Ipv6Address, NodeId> routes6 = new TreeMap<>();
  private final VirtualNetwork network;
  private final Engine engine;
  private final Consumer<RouteSnapshot> listener;

  /** {@code listener} gets every new snapshot, on the engine thread. */
  public RouteTable(VirtualNetwork network, Engine engine, Consumer<RouteSnapshot> listener) {
    this.network = network;
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * A quorum said that {@code owner} has {@code address} for {@code remainingNanos} more. Its
   * answer is the latest and replaces any former owner: the winner of a conflict may have the lower
   * generation.
   */
  public void put(Ipv4Address address, NodeId owner, long generation, long remainingNanos) {
    if (!routes4.containsKey(address) && routes4.size() >= MAX_ROUTES && !dropExpired()) {
      engine.counters().increment(ServiceCounter.DROPPED_ROUTE_FULL);
      return;
    }
    long expiryNanos = engine.now().bootNanos() + remainingNanos;
    routes4.put(address, new Route(owner, generation, expiryNanos));
    publish();
  }

  /** Removes everything of {@code owner}, except the addresses that it keeps. */
  public void retain(NodeId owner, Set<Ipv4Address> kept) {
    if (routes4
        .entrySet()
        .removeIf(e -> e.getValue().owner().equals(owner) && !kept.contains(e.getKey()))) {
      publish();
    }
  }

  /** This node exists, so its IPv6 address is known. */
  public void addNode(NodeId node) {
    if (routes6.size() < MAX_ROUTES && routes6.put(network.addressOf(node), node) == null) {
      publish();
    }
  }

  /** This node has gone. */
  public void removeNode(NodeId node) {
    if (routes6.remove(network.addressOf(node)) != null) {
      publish();
    }
  }

  /** The proved owner now, or null. */
  public @Nullable NodeId owner(Ipv4Address address) {
    Route known = routes4.get(address);
    return known == null || isExpired(known) ? null : known.owner();
  }

  /** Whether {@code owner} was proved to own {@code bound} in this generation. */
  boolean isProved(NodeId owner, BoundAddress bound) {
    Route known = routes4.get(bound.address());
    return known != null
        && !isExpired(known)
        && known.owner().equals(owner)
        && known.generation() == bound.generation();
  }

  /** The node with this IPv6 address, or null if unknown. */
  public @Nullable NodeId owner(Ipv6Address address) {
    return routes6.get(address);
  }

  private boolean dropExpired() {
    return routes4.values().removeIf(this::isExpired);
  }

  private boolean isExpired(Route route) {
    return route.expiryNanos() - engine.now().bootNanos() <= 0;
  }

  private void publish() {
    listener.accept(RouteSnapshot.of(routes4, routes6));
  }
}
