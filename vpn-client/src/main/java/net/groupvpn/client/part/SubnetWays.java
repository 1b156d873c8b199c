package net.groupvpn.client.part;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.RouteOfMain;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's routes to networks behind members. They replace no route of anybody's: what is
 * near, and what the user has routed, goes first. An address in such a network at which this client
 * itself reaches a member, the portal or a name server keeps its way beside the tunnel, by a route
 * of its own: without it the client would cut itself off. Belongs to one thread, but for {@link
 * #refused}.
 */
final class SubnetWays {
  /** Most addresses that keep their way; more are reached through the network, or not at all. */
  static final int MAX_KEPT = 128;

  private static final Logger LOG = LoggerFactory.getLogger(SubnetWays.class);

  private final MachineSetup setup;
  private final Surroundings surroundings;
  private final String device;

  /** Each after those that it needs. */
  private final Set<RouteOfMain> standing = new LinkedHashSet<>();

  private final Set<InetAddress> kept = new LinkedHashSet<>();
  private volatile Map<AddressRange, String> refused = Map.of();

  /** The machine as it is now. Methods may block. */
  interface Surroundings {
    /** The networks that it has an address in, but for the group's. */
    List<AddressRange> networks() throws IOException;

    /** Where its own routes lead. */
    UplinkNetworks underlay() throws IOException;

    /** Addresses that the client itself must reach. */
    Set<InetAddress> needed();
  }

  SubnetWays(MachineSetup setup, Surroundings surroundings, String device) {
    this.setup = setup;
    this.surroundings = surroundings;
    this.device = device;
  }

  /** Networks that have no route, and why. Any thread. */
  Map<AddressRange, String> refused() {
    return refused;
  }

  /** Has routes to these, and to no others. */
  void follow(List<AddressRange> wanted) {
    Map<AddressRange, String> problems = new LinkedHashMap<>();
    List<AddressRange> open = new ArrayList<>();
    Set<RouteOfMain> routes = new LinkedHashSet<>();
    try {
      List<AddressRange> near = wanted.isEmpty() ? List.of() : surroundings.networks();
      UplinkNetworks underlay = wanted.isEmpty() ? UplinkNetworks.NONE : surroundings.underlay();
      for (AddressRange each : wanted) {
        String problem = problem(each, near, underlay);
        if (problem.isEmpty()) {
          open.add(each);
        } else {
          problems.put(each, problem);
        }
      }
      routes.addAll(ofKept(open, underlay));
    } catch (IOException e) {
      LOG.warn("which networks this machine is in is not known: {}", e.getMessage());
      return;
    }
    open.forEach(each -> routes.add(route(each)));
    takeBack(routes);
    for (RouteOfMain route : routes) {
      standing.add(route);
      try {
        setup.apply(route);
      } catch (IOException e) {
        LOG.warn("the route to {} is missing: {}", route.to(), e.getMessage());
        open.stream()
            .filter(each -> route(each).equals(route))
            .forEach(each -> problems.put(each, "its route cannot be set: " + e.getMessage()));
      }
    }
    refused = Map.copyOf(problems);
  }

  private static String problem(
      AddressRange network, List<AddressRange> near, UplinkNetworks underlay) {
    if (near.stream().anyMatch(own -> SubnetRule.overlap(own, network))) {
      return "this machine is in that network itself";
    }
    return underlay.direct().stream().anyMatch(own -> covers(own, network))
        ? "this machine has a route of its own to that network"
        : "";
  }

  /**
   * Whether a route of the user's own leads to all of the network. The kernel would prefer the
   * longer one, so that the shorter one has to count here. A default route does not.
   */
  private static boolean covers(AddressRange own, AddressRange network) {
    return own.bits() > 0 && own.bits() <= network.bits() && own.contains(network.start());
  }

  /** Routes for addresses in these networks that the client itself needs, or has needed. */
  private Set<RouteOfMain> ofKept(List<AddressRange> open, UplinkNetworks underlay) {
    if (open.isEmpty()) {
      kept.clear();
      return Set.of();
    }
    kept.removeIf(address -> open.stream().noneMatch(each -> each.contains(address)));
    for (InetAddress address : surroundings.needed()) {
      if (kept.size() < MAX_KEPT && open.stream().anyMatch(each -> each.contains(address))) {
        kept.add(address);
      }
    }
    Set<RouteOfMain> routes = new LinkedHashSet<>();
    for (InetAddress address : kept) {
      LanWay way = underlay.wayTo(address);
      if (way != null) {
        AddressPrefix host = new AddressPrefix(address, address.getAddress().length * Byte.SIZE);
        routes.add(new RouteOfMain(host, way.device(), way.gateway(), null));
      }
    }
    return routes;
  }

  private void takeBack(Set<RouteOfMain> but) {
    List<RouteOfMain> newestFirst = new ArrayList<>(standing);
    Collections.reverse(newestFirst);
    for (RouteOfMain route : newestFirst) {
      if (!but.contains(route)) {
        try {
          setup.revert(route);
          standing.remove(route);
        } catch (IOException e) {
          LOG.warn("the route to {} stays: {}", route.to(), e.getMessage());
        }
      }
    }
  }

  private RouteOfMain route(AddressRange range) {
    return new RouteOfMain(new AddressPrefix(range.start(), range.bits()), device, null, null);
  }
}
