package net.groupvpn.overlay.routing;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * How a ROUTED frame finds its way.
 *
 * @param hops the nodes between source and destination, for {@link RouteMode#PATH}; otherwise empty
 */
record Way(RouteMode mode, List<NodeId> hops) {
  static final Way EXACT = new Way(RouteMode.EXACT, List.of());
  static final Way CLOSEST = new Way(RouteMode.CLOSEST, List.of());

  Way {
    hops = List.copyOf(hops);
  }

  static Way along(List<NodeId> hops) {
    return new Way(RouteMode.PATH, hops);
  }
}
