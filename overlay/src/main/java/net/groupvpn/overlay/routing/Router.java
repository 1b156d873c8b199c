package net.groupvpn.overlay.routing;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.FrameMemory.Forwarded;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Sends, forwards and delivers ROUTED frames. A frame's way, in the order of the methods: received
 * or sent, limited, next hop chosen, sent or (at a dead end) delivered, turned round, or dropped.
 * If the source of an EXACT frame hears that there is no way, possibly for want of links, it
 * requests a route; frames follow the route's hops until they fail.
 *
 * <p>Greedy: each hop is strictly closer to the destination than the one before. Only the source
 * may send to a link that is no closer, since a neighbour of a node not yet in the structure is the
 * only way out. A link whose peer may be dead is used only if an EXACT frame has no other.
 */
public final class Router implements Messenger {
  private final Engine engine;
  private final NodeId self;
  private final Links links;
  private final HopChoice hops;
  private final ForwardGate gate;
  private final FrameMemory memory = new FrameMemory();
  private final Map<PayloadKind, CarriedHandler> handlers = new EnumMap<>(PayloadKind.class);
  private final SelfDelivery toSelf;
  private final DetourTable routes = new DetourTable();
  private final RouteFinder finder;
  private final RouteRelay relay;

  public Router(Engine engine, NodeId self, Links links) {
    this.engine = engine;
    this.self = self;
    this.links = links;
    this.hops = new HopChoice(self, links);
    this.gate = new ForwardGate(engine);
    this.toSelf = new SelfDelivery(engine, frame -> deliver(self, frame));
    this.finder = new RouteFinder(engine, self, routes, this::ask, this::send);
    this.relay = new RouteRelay(engine, self, links, finder::onAnswer);
  }

  /**
   * Also limits forwarding by bytes, for a node that anybody may link with. Off at first.
   *
   * @param bytesPerSecond limit for private sessions' frames beyond signalling; 0 carries none
   */
  public void limitCarrying(int bytesPerSecond) {
    gate.limitCarrying(bytesPerSecond);
  }

  private void ask(RouteQuery query) {
    relay.ask(query);
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public boolean isJoined() {
    return links.isJoined();
  }

  @Override
  public void handleCarried(PayloadKind kind, CarriedHandler handler) {
    if (handlers.putIfAbsent(kind, handler) != null) {
      throw new IllegalStateException("two handlers for " + kind);
    }
  }

  @Override
  public void onSiblingsChanged(Runnable listener) {
    links.onSiblingsChanged(listener);
  }

  @Override
  public void onPeerLost(Consumer<NodeId> listener) {
    links.onPeerLost(listener);
  }

  @Override
  public @Nullable NetworkPlace networkOf(NodeId peer) {
    return links.networkOf(peer);
  }

  @Override
  public List<NodeId> closestKnown(NodeId key, int count) {
    return links.closestJoined(self, key, count);
  }

  @Override
  public @Nullable String memberOf(NodeId peer) {
    return links.memberOf(peer);
  }

  @Override
  public boolean isAcquainted(NodeId node) {
    return links.isLinked(node) || links.distant().contains(node);
  }

  @Override
  public void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload) {
    originate(Way.EXACT, destination, kind, payload);
  }

  @Override
  public void sendClosest(NodeId key, PayloadKind kind, byte[] payload) {
    originate(Way.CLOSEST, new OverlayPath(key, null), kind, payload);
  }

  /**
   * EXACT over at most {@code hops} nodes; the last one receives it even if it is not the target.
   */
  void sendTrace(NodeId target, int hops, byte[] payload) {
    OverlayPath source = new OverlayPath(self, ownProxy(null));
    OverlayPath destination = new OverlayPath(target, null);
    send(create(Way.EXACT, source, destination, PayloadKind.TRACE, payload).within(hops));
  }

  /**
   * Like {@link #sendClosest}, but the first hop is {@code link}, which also serves as the proxy
   * for answers: to explore the part of the overlay that contains {@code link}.
   */
  public void sendClosestThrough(NodeId link, NodeId key, PayloadKind kind, byte[] payload) {
    RoutedFrame frame =
        create(Way.CLOSEST, new OverlayPath(self, link), new OverlayPath(key, null), kind, payload);
    links.send(link, frame.afterHop(0).toMessage());
  }

  /**
   * The message that carries a payload to the other end of a session that is not a link. It must
   * not be forwarded, and {@link #onRouted} does not forward it.
   */
  public byte[] oneHop(NodeId peer, PayloadKind kind, byte[] payload) {
    return create(
            Way.EXACT, new OverlayPath(self, null), new OverlayPath(peer, null), kind, payload)
        .afterHop(0)
        .toMessage();
  }

  /** Handles a ROUTED message from a peer, over a link or over another session. */
  public void onRouted(NodeId from, byte[] message) {
    try {
      accept(from, RoutedFrame.parse(message));
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_MALFORMED);
    }
  }

  private void originate(Way way, OverlayPath destination, PayloadKind kind, byte[] payload) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      // Often an answer; peers influence its length.
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_TOO_LONG);
      return;
    }
    OverlayPath source = new OverlayPath(self, ownProxy(destination.proxy()));
    RoutedFrame frame = create(way, source, destination, kind, payload);
    if (destination.node().equals(self)) {
      toSelf.later(frame);
    } else {
      send(frame);
    }
  }

  /** Along the hops that were found, if any; otherwise greedily. */
  private void send(RoutedFrame frame) {
    NodeId target = frame.destination().node();
    List<NodeId> found = links.isLinked(target) ? null : routes.find(target, bootNanos());
    RoutedFrame best =
        found != null && frame.mode() == RouteMode.EXACT ? frame.anew(Way.along(found)) : frame;
    tryNext(new Forwarded(best, null, bootNanos()));
  }

  private long bootNanos() {
    return engine.now().bootNanos();
  }

  private RoutedFrame create(
      Way way, OverlayPath source, OverlayPath destination, PayloadKind kind, byte[] payload) {
    long id = engine.random().nextLong();
    return new RoutedFrame(id, source, destination, RoutedFrame.FULL_BUDGET, way, kind, payload);
  }

  /** A destination's proxy that is a neighbour here can also deliver the answers. */
  private @Nullable NodeId ownProxy(@Nullable NodeId destinationProxy) {
    return destinationProxy != null && links.isLinked(destinationProxy)
        ? destinationProxy
        : links.proxy();
  }

  private void accept(NodeId from, RoutedFrame frame) {
    if (!frame.mode().isSupported()) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_UNSUPPORTED);
    } else if (frame.source().node().equals(self)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_OWN);
    } else if (!hops.isOnItsWay(from, frame)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_HOPS);
    } else {
      take(from, frame);
    }
  }

  /** A node with a link here uses it, unless it was restarted and does not know it. */
  private void doubtSource(NodeId from, RoutedFrame frame) {
    NodeId source = frame.source().node();
    if (frame.mode() != RouteMode.PATH && !from.equals(source) && links.isLinked(source)) {
      links.doubt(source);
    }
  }

  private void take(NodeId from, RoutedFrame frame) {
    if (frame.destination().node().equals(self)) {
      doubtSource(from, frame);
      learnRoute(frame);
      deliver(from, frame);
    } else if (!links.isLinked(from)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_NOT_A_LINK);
    } else if (!gate.admits(from, frame)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_RATE);
    } else if (frame.budget().hops() > 0) {
      doubtSource(from, frame);
      tryNext(new Forwarded(frame, from, bootNanos()));
    } else if (frame.kind() == PayloadKind.TRACE) {
      deliver(from, frame);
    } else {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_HOP_LIMIT);
    }
  }

  private void learnRoute(RoutedFrame frame) {
    NodeId source = frame.source().node();
    if (frame.mode() == RouteMode.PATH && !links.isLinked(source)) {
      routes.onSeen(source, HopList.reversed(frame.way().hops()), bootNanos());
      finder.onRoute(source);
    }
  }

  private void tryNext(Forwarded forwarded) {
    boolean mayTry = forwarded.tried.size() <= forwarded.frame.budget().detours();
    NodeId hop = mayTry ? hops.next(forwarded) : null;
    if (hop == null && forwarded.frame.destination().proxy() != null) {
      OverlayPath withoutProxy = new OverlayPath(forwarded.frame.destination().node(), null);
      forwarded.frame = forwarded.frame.withDestination(withoutProxy);
      hop = mayTry ? hops.next(forwarded) : null;
    }
    if (hop == null) {
      onDeadEnd(forwarded);
      return;
    }
    forwarded.tried.add(hop);
    forwarded.lastHop = hop;
    if (forwarded.frame.mode() != RouteMode.CLOSEST) {
      memory.remember(forwarded);
    }
    if (forwarded.from != null && !gate.admitsTo(hop, forwarded.frame)) {
      engine.counters().increment(OverlayCounter.DROPPED_CARRY_DELIVERY);
      return;
    }
    links.send(hop, forwarded.frame.afterHop(forwarded.tried.size() - 1).toMessage());
  }

  private void onDeadEnd(Forwarded forwarded) {
    NodeId from = forwarded.from;
    RoutedFrame frame = forwarded.frame;
    if (frame.mode() == RouteMode.CLOSEST) {
      if (from == null) {
        toSelf.later(frame);
      } else {
        deliver(from, frame);
      }
    } else if (from == null) {
      onDeadEndForSource(forwarded);
    } else {
      engine.counters().increment(OverlayCounter.ROUTED_DEAD_END);
      boolean restricted = forwarded.restricted || links.isRestricted();
      links.send(from, new NoRoute(frame.id(), restricted).toMessage());
    }
  }

  /** Listed hops that fail are forgotten; where greedy routing fails, a way is searched for. */
  private void onDeadEndForSource(Forwarded forwarded) {
    RoutedFrame frame = forwarded.frame;
    NodeId target = frame.destination().node();
    if (frame.mode() == RouteMode.PATH) {
      engine.counters().increment(OverlayCounter.ROUTE_BROKEN);
      routes.drop(target);
      Forwarded again = new Forwarded(frame.anew(Way.EXACT), null, bootNanos());
      again.restricted = true;
      tryNext(again);
    } else if (routes.promote(target, bootNanos()) != null) {
      send(frame);
    } else if (!(forwarded.restricted || links.isRestricted()) || !finder.await(frame)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_NO_ROUTE);
    }
  }

  /** Nobody answers at {@code peer}: the known way there may be wrong. */
  public void forgetRoute(NodeId peer) {
    routes.drop(peer);
  }

  /** Forgets expired state; to be called periodically. */
  public void sweep() {
    memory.sweep(bootNanos());
  }

  /** Handles a ROUTE_REQUEST message from a peer. */
  public void onRouteRequest(NodeId from, byte[] message) {
    relay.onRequest(from, message);
  }

  /** Handles a ROUTE_ANSWER message from a peer. */
  public void onRouteAnswer(NodeId from, byte[] message) {
    relay.onAnswer(from, message);
  }

  /** Handles a NO_ROUTE message from a peer. */
  public void onNoRoute(NodeId from, byte[] message) {
    try {
      NoRoute noRoute = NoRoute.parse(message);
      Forwarded forwarded = memory.take(noRoute.id(), from, bootNanos());
      if (forwarded == null) {
        engine.counters().increment(OverlayCounter.DROPPED_NO_ROUTE_UNKNOWN);
      } else {
        forwarded.restricted |= noRoute.restricted();
        tryNext(forwarded);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_NO_ROUTE_MALFORMED);
    }
  }

  private void deliver(NodeId carrier, RoutedFrame frame) {
    CarriedHandler handler = handlers.get(frame.kind());
    if (handler == null) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_NO_HANDLER);
      return;
    }
    handler.onRouted(frame.source(), frame.destination().node(), carrier, frame.payload());
  }
}
