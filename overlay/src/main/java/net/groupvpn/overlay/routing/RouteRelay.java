package net.groupvpn.overlay.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;

/**
 * Passes on other nodes' route requests and the answers. A request is passed on once, to a few
 * links; a node with a link to the target passes it to the target only. An answer returns on the
 * way of its request, and only if that request was seen here.
 */
final class RouteRelay {
  /** Links that a request is passed on to: half of them close to the target, half random. */
  static final int FAN_OUT = 8;

  /** Requests per second passed on for one source that arrive over one link. */
  static final int PER_SECOND = 8;

  /** Requests per second passed on for one link, whatever sources they name. */
  static final int PER_SECOND_AND_LINK = 64;

  /** Requests per second passed on in total. */
  static final int PER_SECOND_IN_ALL = 256;

  /** Requests remembered; the oldest are forgotten first. */
  static final int MAX_SEEN = 1_024;

  static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MAX_ANSWERS = 1;
  private static final int MAX_KEYS = 1_024;

  private record Origin(NodeId source, long id) {}

  private record Flow(NodeId link, NodeId source) {}

  private static final class Seen {
    private final long sinceNanos;
    private int answers;

    private Seen(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final Engine engine;
  private final NodeId self;
  private final Links links;
  private final Consumer<RouteQuery> onOwnAnswer;
  private final RateLimiter<Flow> perFlow = new RateLimiter<>(PER_SECOND, 2 * PER_SECOND, MAX_KEYS);
  private final RateLimiter<NodeId> perLink =
      new RateLimiter<>(PER_SECOND_AND_LINK, 2 * PER_SECOND_AND_LINK, MAX_KEYS);
  private final RateLimiter<NodeId> inAll =
      new RateLimiter<>(PER_SECOND_IN_ALL, PER_SECOND_IN_ALL, 1);
  private final Map<Origin, Seen> seen =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Seen> eldest) {
          return size() > MAX_SEEN;
        }
      };

  /** {@code onOwnAnswer} gets answers to this node's own requests. */
  RouteRelay(Engine engine, NodeId self, Links links, Consumer<RouteQuery> onOwnAnswer) {
    this.engine = engine;
    this.self = self;
    this.links = links;
    this.onOwnAnswer = onOwnAnswer;
  }

  /** Sends this node's own request. */
  void ask(RouteQuery query) {
    spread(self, query);
  }

  /** Handles a request from a link. */
  void onRequest(NodeId from, RouteQuery query) {
    if (!isHonest(from, query)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_REQUEST_HOPS);
    } else if (!isWithinRates(from, query.source())) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_REQUEST_RATE);
    } else if (!isNew(query)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_REQUEST_DUPLICATE);
    } else if (query.target().equals(self)) {
      links.send(from, query.answered().toAnswer());
    } else if (query.hopsLeft() == 0) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_REQUEST_HOP_LIMIT);
    } else {
      engine.counters().increment(OverlayCounter.ROUTE_REQUESTS_FORWARDED);
      spread(from, query.through(self));
    }
  }

  /** Each hop vouches for the one before it. */
  private boolean isHonest(NodeId from, RouteQuery query) {
    return links.isLinked(from)
        && !query.source().equals(self)
        && !query.hops().contains(self)
        && HopList.before(query.source(), query.hops(), query.hops().size()).equals(from);
  }

  private boolean isWithinRates(NodeId link, NodeId source) {
    long now = engine.now().bootNanos();
    return perFlow.tryAcquire(new Flow(link, source), now)
        && perLink.tryAcquire(link, now)
        && inAll.tryAcquire(self, now);
  }

  private boolean isNew(RouteQuery query) {
    return seen.putIfAbsent(
            new Origin(query.source(), query.id()), new Seen(engine.now().bootNanos()))
        == null;
  }

  private void spread(NodeId from, RouteQuery query) {
    byte[] message = query.toRequest();
    NodeId target = query.target();
    if (links.isLinked(target) && !links.isDoubtful(target) && !links.isLastResort(target)) {
      links.send(target, message);
      return;
    }
    List<NodeId> choice =
        new ArrayList<>(
            links.links().stream()
                .filter(link -> !link.equals(from) && !query.hops().contains(link))
                .filter(link -> !link.equals(query.source()) && !links.isLastResort(link))
                .sorted(target.byDistance())
                .toList());
    for (int i = 0; i < FAN_OUT && !choice.isEmpty(); i++) {
      boolean byChance = i >= FAN_OUT / 2;
      int index = byChance ? engine.random().nextInt(choice.size()) : 0;
      links.send(choice.remove(index), message);
    }
  }

  /** Handles an answer from a link. */
  void onAnswer(NodeId from, RouteQuery answer) {
    List<NodeId> hops = answer.hops();
    boolean isOwn = answer.source().equals(self);
    int index = isOwn ? -1 : hops.indexOf(self);
    boolean isOnTheWay = isOwn || index >= 0;
    if (!isOnTheWay || !HopList.after(hops, answer.target(), index).equals(from)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_ANSWER_HOPS);
    } else if (isOwn) {
      onOwnAnswer.accept(answer);
    } else if (!isAwaited(answer)) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_ANSWER_UNEXPECTED);
    } else {
      links.send(HopList.before(answer.source(), hops, index), answer.toAnswer());
    }
  }

  private boolean isAwaited(RouteQuery answer) {
    Seen request = seen.get(new Origin(answer.source(), answer.id()));
    return request != null
        && engine.now().bootNanos() - request.sinceNanos <= KEEP_NANOS
        && ++request.answers <= MAX_ANSWERS;
  }

  /** Handles a ROUTE_REQUEST message. */
  void onRequest(NodeId from, byte[] message) {
    try {
      onRequest(from, RouteQuery.parse(message));
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_REQUEST_MALFORMED);
    }
  }

  /** Handles a ROUTE_ANSWER message. */
  void onAnswer(NodeId from, byte[] message) {
    try {
      onAnswer(from, RouteQuery.parse(message));
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_ANSWER_MALFORMED);
    }
  }
}
