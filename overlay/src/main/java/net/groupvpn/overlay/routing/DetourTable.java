package net.groupvpn.overlay.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Ways to nodes that greedy routing does not reach. A requested way is used at once. A way that was
 * only seen on frames is used after greedy routing has failed, because anybody may write anything
 * on a frame. Bounded: the route found longest ago is forgotten first.
 */
final class DetourTable {
  static final int MAX_ROUTES = 256;

  /** After this time greedy routing is tried again: the links may have changed. */
  static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private record Route(List<NodeId> hops, long sinceNanos) {}

  private final Map<NodeId, Route> found = bounded();
  private final Map<NodeId, Route> seen = bounded();

  private static Map<NodeId, Route> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<NodeId, Route> eldest) {
        return size() > MAX_ROUTES;
      }
    };
  }

  /** The hops to {@code target}, or null. */
  @Nullable List<NodeId> find(NodeId target, long nowNanos) {
    return fresh(found, target, nowNanos);
  }

  void onFound(NodeId target, List<NodeId> hops, long nowNanos) {
    found.remove(target);
    found.put(target, new Route(hops, nowNanos));
  }

  void onSeen(NodeId target, List<NodeId> hops, long nowNanos) {
    seen.remove(target);
    seen.put(target, new Route(hops, nowNanos));
  }

  /** Greedy routing has failed: treats a way that was seen, if any, as found. */
  @Nullable List<NodeId> promote(NodeId target, long nowNanos) {
    List<NodeId> hops = fresh(seen, target, nowNanos);
    if (hops != null) {
      onFound(target, hops, nowNanos);
    }
    seen.remove(target);
    return hops;
  }

  /** The way does not work, or nobody answers on it. */
  void drop(NodeId target) {
    found.remove(target);
    seen.remove(target);
  }

  int size() {
    return found.size() + seen.size();
  }

  private static @Nullable List<NodeId> fresh(
      Map<NodeId, Route> routes, NodeId target, long nowNanos) {
    Route route = routes.get(target);
    if (route != null && nowNanos - route.sinceNanos > MAX_AGE_NANOS) {
      routes.remove(target);
      return null;
    }
    return route == null ? null : route.hops;
  }
}
