package net.groupvpn.overlay.routing;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.FrameMemory.Forwarded;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Sends, forwards and delivers ROUTED frames. A frame's way, in the order of the methods: received
 * or sent, limited, next hop chosen, sent or (at a dead end) delivered, turned round, or dropped.
 *
 * <p>Greedy: each hop is strictly closer to the destination than the one before. Only the source
 * may send to a link that is no closer, since a neighbour of a node not yet in the structure is the
 * only way out. A link whose peer may be dead is taken only where an EXACT frame has no other.
 */
public final class Router implements Messenger {
  /** Frames per second forwarded for one source, as it comes in by one link. */
  static final int FORWARDED_PER_SECOND = 64;

  /**
   * Frames per second forwarded for one link, whatever sources they name: a source is a mere claim.
   */
  static final int FORWARDED_PER_SECOND_AND_LINK = 16 * FORWARDED_PER_SECOND;

  private static final int FORWARD_BURST = 2 * FORWARDED_PER_SECOND;
  private static final int MAX_FLOWS = 1_024;
  private static final int MAX_LINKS = 1_024;
  private static final int MAX_SELF_DELIVERIES = 1_024;

  private final Engine engine;
  private final NodeId self;
  private final Links links;
  private final RateLimiter<Flow> perFlow =
      new RateLimiter<>(FORWARDED_PER_SECOND, FORWARD_BURST, MAX_FLOWS);
  private final RateLimiter<NodeId> perLink =
      new RateLimiter<>(
          FORWARDED_PER_SECOND_AND_LINK, 2 * FORWARDED_PER_SECOND_AND_LINK, MAX_LINKS);
  private final FrameMemory memory = new FrameMemory();
  private final Map<PayloadKind, Handler> handlers = new EnumMap<>(PayloadKind.class);
  private final Queue<RoutedFrame> toSelf = new ArrayDeque<>();

  /** With its link, so that nobody uses up what is left for a source that he merely names. */
  private record Flow(NodeId link, NodeId source) {}

  public Router(Engine engine, NodeId self, Links links) {
    this.engine = engine;
    this.self = self;
    this.links = links;
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
  public void handle(PayloadKind kind, Handler handler) {
    if (handlers.putIfAbsent(kind, handler) != null) {
      throw new IllegalStateException("two handlers for " + kind);
    }
  }

  @Override
  public void onSiblingsChanged(Runnable listener) {
    links.onSiblingsChanged(listener);
  }

  @Override
  public List<NodeId> closestKnown(NodeId key, int count) {
    Comparator<NodeId> order = key.byDistance();
    return Stream.concat(Stream.of(self), links.links().stream().filter(links::hasJoined))
        .sorted(order)
        .limit(count)
        .toList();
  }

  @Override
  public void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload) {
    originate(RouteMode.EXACT, destination, kind, payload);
  }

  @Override
  public void sendClosest(NodeId key, PayloadKind kind, byte[] payload) {
    originate(RouteMode.CLOSEST, new OverlayPath(key, null), kind, payload);
  }

  /**
   * Like {@link #sendClosest}, but the first hop is {@code link}, which also serves as the proxy
   * for answers: to look into the part of the overlay that {@code link} is in.
   */
  public void sendClosestThrough(NodeId link, NodeId key, PayloadKind kind, byte[] payload) {
    RoutedFrame frame =
        create(
            RouteMode.CLOSEST,
            new OverlayPath(self, link),
            new OverlayPath(key, null),
            kind,
            payload);
    links.send(link, frame.afterHop(0).toMessage());
  }

  /**
   * The message that carries a payload to the other end of a session that is no link. It must not
   * be forwarded, and {@link #onRouted} does not.
   */
  public byte[] oneHop(NodeId peer, PayloadKind kind, byte[] payload) {
    return create(
            RouteMode.EXACT,
            new OverlayPath(self, null),
            new OverlayPath(peer, null),
            kind,
            payload)
        .afterHop(0)
        .toMessage();
  }

  /** Takes a ROUTED message from a peer, over a link or over a session that is none. */
  public void onRouted(NodeId from, byte[] message) {
    try {
      accept(from, RoutedFrame.parse(message));
    } catch (WireException e) {
      engine.counters().increment("dropped.routed.malformed");
    }
  }

  private void originate(
      RouteMode mode, OverlayPath destination, PayloadKind kind, byte[] payload) {
    OverlayPath source = new OverlayPath(self, ownProxy(destination.proxy()));
    RoutedFrame frame = create(mode, source, destination, kind, payload);
    if (destination.node().equals(self)) {
      deliverLater(frame);
    } else {
      tryNext(new Forwarded(frame, null, engine.now().bootNanos()));
    }
  }

  private RoutedFrame create(
      RouteMode mode,
      OverlayPath source,
      OverlayPath destination,
      PayloadKind kind,
      byte[] payload) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("payload of " + payload.length + " bytes");
    }
    long id = engine.random().nextLong();
    return new RoutedFrame(id, source, destination, RoutedFrame.FULL_BUDGET, mode, kind, payload);
  }

  /** A destination's proxy that is a neighbour here can hand over the answers, too. */
  private @Nullable NodeId ownProxy(@Nullable NodeId destinationProxy) {
    return destinationProxy != null && links.isLinked(destinationProxy)
        ? destinationProxy
        : links.proxy();
  }

  private void accept(NodeId from, RoutedFrame frame) {
    if (!frame.mode().isSupported()) {
      engine.counters().increment("dropped.routed.unsupported");
    } else if (frame.source().node().equals(self)) {
      engine.counters().increment("dropped.routed.own");
    } else if (frame.destination().node().equals(self)) {
      deliver(frame);
    } else if (!links.isLinked(from)) {
      engine.counters().increment("dropped.routed.not_a_link");
    } else if (frame.budget().hops() == 0) {
      engine.counters().increment("dropped.routed.hop_limit");
    } else if (!isWithinRates(from, frame.source().node())) {
      engine.counters().increment("dropped.routed.rate");
    } else {
      tryNext(new Forwarded(frame, from, engine.now().bootNanos()));
    }
  }

  private boolean isWithinRates(NodeId link, NodeId source) {
    long now = engine.now().bootNanos();
    return perLink.tryAcquire(link, now) && perFlow.tryAcquire(new Flow(link, source), now);
  }

  private void tryNext(Forwarded forwarded) {
    boolean mayTry = forwarded.tried.size() <= forwarded.frame.budget().detours();
    NodeId hop = mayTry ? nextHop(forwarded) : null;
    if (hop == null && forwarded.frame.destination().proxy() != null) {
      OverlayPath withoutProxy = new OverlayPath(forwarded.frame.destination().node(), null);
      forwarded.frame = forwarded.frame.withDestination(withoutProxy);
      hop = mayTry ? nextHop(forwarded) : null;
    }
    if (hop == null) {
      onDeadEnd(forwarded);
      return;
    }
    forwarded.tried.add(hop);
    forwarded.lastHop = hop;
    if (forwarded.frame.mode() == RouteMode.EXACT) {
      memory.remember(forwarded);
    }
    if (forwarded.from != null) {
      engine.counters().increment("routed.forwarded");
    }
    links.send(hop, forwarded.frame.afterHop(forwarded.tried.size() - 1).toMessage());
  }

  private @Nullable NodeId nextHop(Forwarded forwarded) {
    OverlayPath destination = forwarded.frame.destination();
    boolean exact = forwarded.frame.mode() == RouteMode.EXACT;
    if (exact && isFresh(forwarded, destination.node())) {
      return destination.node();
    }
    NodeId proxy = destination.proxy();
    if (proxy != null && isFresh(forwarded, proxy) && !links.isDoubtful(proxy)) {
      return proxy;
    }
    boolean isSource = forwarded.from == null;
    boolean anyLink = isSource && (exact || !links.isJoined());
    NodeId target = proxy != null && !proxy.equals(self) ? proxy : destination.node();
    Predicate<NodeId> allowed =
        link -> isAllowed(forwarded, link) && (exact || anyLink || links.hasJoined(link));
    NodeId limit = anyLink ? null : self;
    NodeId good =
        NextHop.choose(target, limit, links.links(), allowed.and(link -> !links.isDoubtful(link)));
    return good != null || !exact ? good : NextHop.choose(target, limit, links.links(), allowed);
  }

  private boolean isFresh(Forwarded forwarded, NodeId hop) {
    return links.isLinked(hop) && isAllowed(forwarded, hop);
  }

  private static boolean isAllowed(Forwarded forwarded, NodeId hop) {
    return !Objects.equals(hop, forwarded.from)
        && !hop.equals(forwarded.frame.source().node())
        && !forwarded.tried.contains(hop);
  }

  private void onDeadEnd(Forwarded forwarded) {
    NodeId from = forwarded.from;
    RoutedFrame frame = forwarded.frame;
    if (frame.mode() == RouteMode.CLOSEST) {
      if (from == null) {
        deliverLater(frame);
      } else {
        deliver(frame);
      }
    } else if (from == null) {
      engine.counters().increment("dropped.routed.no_route");
    } else {
      engine.counters().increment("routed.dead_end");
      links.send(from, new WireWriter().u8(MessageType.NO_ROUTE).i64(frame.id()).toBytes());
    }
  }

  /** Takes a NO_ROUTE message from a peer. */
  public void onNoRoute(NodeId from, byte[] message) {
    try {
      WireReader in = new WireReader(message);
      in.u8();
      long id = in.i64();
      in.end();
      Forwarded forwarded = memory.take(id, from, engine.now().bootNanos());
      if (forwarded == null) {
        engine.counters().increment("dropped.no_route.unknown");
      } else {
        tryNext(forwarded);
      }
    } catch (WireException e) {
      engine.counters().increment("dropped.no_route.malformed");
    }
  }

  /** Not at once: a handler that sends to itself must not be entered twice. */
  private void deliverLater(RoutedFrame frame) {
    if (toSelf.size() >= MAX_SELF_DELIVERIES) {
      engine.counters().increment("dropped.routed.self_queue_full");
      return;
    }
    toSelf.add(frame);
    engine.setTimer(TimerName.SELF_DELIVERY, this, 0, now -> deliverToSelf());
  }

  private void deliverToSelf() {
    for (int waiting = toSelf.size(); waiting > 0; waiting--) {
      deliver(toSelf.remove());
    }
  }

  private void deliver(RoutedFrame frame) {
    Handler handler = handlers.get(frame.kind());
    if (handler == null) {
      engine.counters().increment("dropped.routed.no_handler");
      return;
    }
    handler.onRouted(frame.source(), frame.destination().node(), frame.payload());
  }
}
