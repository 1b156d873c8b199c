package net.groupvpn.overlay.routing;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;

/**
 * This node's own route requests: in widening circles, few at a time, and with a pause after a
 * search that nobody answered. Frames for the target wait in the meantime.
 */
final class RouteFinder {
  /** Targets that are searched for at once. */
  static final int MAX_SEARCHES = 32;

  /** Frames that wait for one target's route. */
  static final int MAX_WAITING = 16;

  /** How far each try goes. */
  static final int[] HOPS = {4, 8, HopList.MAX_HOPS, HopList.MAX_HOPS};

  static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);
  static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * Searches for one target that may follow one another at once; after these, one per second. A
   * neighbour may name a route and then deny it: without this limit it would be asked without end.
   */
  static final int MAX_IN_A_ROW = 4;

  private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
  private static final int MAX_PAUSES = 256;

  private record Pause(long untilNanos, long lengthNanos) {}

  private static final class Search {
    private final NodeId target;
    private final Queue<RoutedFrame> waiting = new ArrayDeque<>();
    private long id;
    private int tries;

    private Search(NodeId target) {
      this.target = target;
    }
  }

  private final Engine engine;
  private final NodeId self;
  private final DetourTable routes;
  private final Consumer<RouteQuery> asker;
  private final Consumer<RoutedFrame> sender;
  private final Map<NodeId, Search> searches = new LinkedHashMap<>();
  private final RateLimiter<NodeId> begun = new RateLimiter<>(1, MAX_IN_A_ROW, MAX_PAUSES);
  private final Map<NodeId, Pause> pauses =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Pause> eldest) {
          return size() > MAX_PAUSES;
        }
      };

  /**
   * Makes a finder that asks for nothing yet.
   *
   * @param asker sends a request over links
   * @param sender sends a frame once there is a route
   */
  RouteFinder(
      Engine engine,
      NodeId self,
      DetourTable routes,
      Consumer<RouteQuery> asker,
      Consumer<RoutedFrame> sender) {
    this.engine = engine;
    this.self = self;
    this.routes = routes;
    this.asker = asker;
    this.sender = sender;
  }

  /** Makes {@code frame} wait for a route; false if no search is possible now. */
  boolean await(RoutedFrame frame) {
    NodeId target = frame.destination().node();
    Search search = searches.get(target);
    if (search == null) {
      if (searches.size() >= MAX_SEARCHES
          || isPaused(target)
          || !begun.tryAcquire(target, engine.now().bootNanos())) {
        return false;
      }
      search = new Search(target);
      searches.put(target, search);
      ask(search);
    }
    if (search.waiting.size() >= MAX_WAITING) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTED_WAITING_FULL);
    } else {
      search.waiting.add(frame);
    }
    return true;
  }

  private boolean isPaused(NodeId target) {
    Pause pause = pauses.get(target);
    return pause != null && engine.now().bootNanos() < pause.untilNanos;
  }

  private void ask(Search search) {
    if (search.tries == HOPS.length) {
      giveUp(search);
      return;
    }
    search.id = engine.random().nextLong();
    engine.counters().increment(OverlayCounter.ROUTE_REQUESTS_SENT);
    asker.accept(new RouteQuery(search.id, self, search.target, HOPS[search.tries], List.of()));
    long wait = FIRST_WAIT_NANOS << search.tries;
    search.tries++;
    engine.setTimer(TimerName.ROUTE_REQUEST, search, wait, now -> ask(search));
  }

  private void giveUp(Search search) {
    searches.remove(search.target);
    engine.counters().increment(OverlayCounter.ROUTE_NOT_FOUND);
    Pause last = pauses.remove(search.target);
    long length =
        last == null ? FIRST_PAUSE_NANOS : Math.min(2 * last.lengthNanos, LONGEST_PAUSE_NANOS);
    pauses.put(search.target, new Pause(engine.now().bootNanos() + length, length));
    search.waiting.forEach(
        frame -> engine.counters().increment(OverlayCounter.DROPPED_ROUTED_NO_ROUTE));
  }

  /** Handles the answer to this node's request; the caller has checked its carrier. */
  void onAnswer(RouteQuery answer) {
    Search search = searches.get(answer.target());
    if (search == null || search.id != answer.id()) {
      engine.counters().increment(OverlayCounter.DROPPED_ROUTE_ANSWER_UNEXPECTED);
      return;
    }
    engine.counters().increment(OverlayCounter.ROUTE_FOUND);
    routes.onFound(answer.target(), answer.hops(), engine.now().bootNanos());
    end(search);
  }

  /** A way to {@code target} was found elsewhere. */
  void onRoute(NodeId target) {
    Search search = searches.get(target);
    if (search != null && routes.promote(target, engine.now().bootNanos()) != null) {
      end(search);
    }
  }

  private void end(Search search) {
    engine.cancelTimer(TimerName.ROUTE_REQUEST, search);
    searches.remove(search.target);
    pauses.remove(search.target);
    search.waiting.forEach(sender);
  }
}
