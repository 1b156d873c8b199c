package net.groupvpn.overlay.relay;

import java.util.List;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Moves one session from relay to relay: to the first that works, to the next when that is lost,
 * and to a better one in time.
 */
final class RelayHandover {
  private final RelayContext context;
  private final Session session;
  private final Checks checks;
  private final FarLegs far;
  private final Candidates candidates;
  private final Hysteresis hysteresis = new Hysteresis();

  RelayHandover(
      RelayContext context, Session session, Checks checks, FarLegs far, Candidates candidates) {
    this.context = context;
    this.session = session;
    this.checks = checks;
    this.far = far;
    this.candidates = candidates;
  }

  /** The relay in use, or null. */
  @Nullable NodeId relay() {
    return session.path() instanceof RelayPath path ? path.relay() : null;
  }

  boolean isInUse(NodeId node) {
    return session.path() instanceof RelayPath path && path.relay().equals(node);
  }

  /** Whether the relay in use works, so that there is no hurry. */
  boolean isSettled() {
    NodeId relay = relay();
    return relay != null && !candidates.isGone(relay);
  }

  /** Whether the first relay was found just now. */
  boolean isEarly() {
    return hysteresis.isEarly(context.nowNanos());
  }

  /** Chooses among the relays that answer, best first. For a session that is not direct. */
  void choose(List<RelayCandidate> ranked) {
    NodeId current = relay();
    if (current == null || candidates.isGone(current)) {
      useFirst(ranked, current);
    } else {
      ranked.stream()
          .filter(each -> each.relay().equals(current))
          .findFirst()
          .ifPresent(working -> considerMove(working, ranked.get(0)));
    }
  }

  private void useFirst(List<RelayCandidate> ranked, @Nullable NodeId lost) {
    if (!ranked.isEmpty()) {
      context.count(lost == null ? OverlayCounter.RELAY_FOUND : OverlayCounter.RELAY_FAILOVER);
      if (lost == null) {
        hysteresis.onFound(context.nowNanos());
      }
      use(ranked.get(0));
    } else if (lost != null && !checks.anyWaiting()) {
      // None is ready: back to hop by hop, once the keepalive agrees that this one is dead.
      candidates.checkBest();
      session.check();
      session.probe(new OverlayPath(session.peer(), null));
    }
  }

  private void considerMove(RelayCandidate current, RelayCandidate best) {
    RelaySelection selection = context.choice().get();
    if (hysteresis.isTimeToMove(selection, current, best, context.nowNanos())) {
      context.count(OverlayCounter.RELAY_MOVED);
      use(best);
    }
  }

  private void use(RelayCandidate candidate) {
    hysteresis.onMoved();
    noteMtu(candidate.relay());
    session.moveTo(new RelayPath(candidate.relay(), session.peer()), candidate.rttNanos());
  }

  /** Tells the session what the relay's legs carry, as far as known. */
  void noteMtu(NodeId relay) {
    int bytes = far.mtuBytes(relay);
    if (bytes > 0) {
      session.setRelayMtu(bytes);
    }
  }

  /** The relay in use, for people; null if none is. */
  @Nullable RelayStatus status() {
    NodeId relay = relay();
    if (relay == null) {
      return null;
    }
    Session own = context.legs().find(relay);
    LinkSet.Leg other = far.find(relay);
    return new RelayStatus(
        relay,
        own == null ? Session.UNKNOWN_RTT : own.rttNanos(),
        other == null ? Session.UNKNOWN_RTT : other.rttNanos(),
        candidates.usable().stream()
            .map(RelayCandidate::relay)
            .filter(each -> !each.equals(relay))
            .toList());
  }
}
