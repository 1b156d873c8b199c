package net.groupvpn.dhcpdns.binding;

import java.util.HashSet;
import java.util.Set;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.dht.Dht.LeaseView;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owner of an address that has traffic, and asks for a session with that member. May be
 * called for each packet: equal questions are asked once, and answers, including "nobody", are
 * cached for a while. Engine thread only.
 */
public final class AddressResolver {
  /** Most IPv6 addresses searched for at once. */
  public static final int MAX_PENDING6 = 256;

  private final Overlay overlay;
  private final Engine engine;
  private final VirtualNetwork network;
  private final LeaseCache leases;
  private final RouteTable routes;
  private final Set<Ipv6Address> pending6 = new HashSet<>();

  /** {@code routes} gets the results. */
  public AddressResolver(
      Overlay overlay,
      Engine engine,
      VirtualNetwork network,
      LeaseCache leases,
      RouteTable routes) {
    this.overlay = overlay;
    this.engine = engine;
    this.network = network;
    this.leases = leases;
    this.routes = routes;
  }

  /** Makes a route and a session to the owner of {@code address}, if there is one. */
  public void resolve(Ipv4Address address) {
    NodeId known = routes.owner(address);
    if (known != null) {
      connect(known);
    } else if (network.isAssignable(address)) {
      leases.find(network.keyOf(address), finding -> onLease(address, finding.found()));
    } else {
      engine.counters().increment(ServiceCounter.DROPPED_RESOLVE_RANGE);
    }
  }

  /**
   * Makes a session to the node with {@code address}, if there is one; the session is its route.
   */
  public void resolve(Ipv6Address address) {
    NodeId known = routes.owner(address);
    if (known != null) {
      connect(known);
    } else if (!network.contains(address) || address.equals(network.serviceAddress6())) {
      engine.counters().increment(ServiceCounter.DROPPED_RESOLVE_RANGE);
    } else if (pending6.size() < MAX_PENDING6 && overlay.isJoined() && pending6.add(address)) {
      overlay.dht().findClosest(network.lowestNodeOf(address), node -> onClosest(address, node));
    }
  }

  private void onLease(Ipv4Address address, @Nullable LeaseView view) {
    if (view == null) {
      engine.counters().increment(ServiceCounter.DROPPED_RESOLVE_UNKNOWN);
      return;
    }
    routes.put(address, view.owner(), view.generation(), view.remainingNanos());
    connect(view.owner());
  }

  /** Whichever node answered, only the one with this very address counts. */
  private void onClosest(Ipv6Address address, @Nullable NodeId node) {
    pending6.remove(address);
    if (node == null || !network.addressOf(node).equals(address)) {
      engine.counters().increment(ServiceCounter.DROPPED_RESOLVE_UNKNOWN);
      return;
    }
    connect(node);
  }

  private void connect(NodeId node) {
    if (!node.equals(overlay.self())) {
      overlay.connect(node);
    }
  }
}
