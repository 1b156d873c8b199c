package net.groupvpn.overlay.relay;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Finds a relay for one session and watches it; see the package for its states. Does almost nothing
 * while the session is direct.
 */
final class RelayFinder implements Checks.Owner {
  /** Relays kept ready besides the one in use. */
  static final int MAX_RESERVE = 4;

  /** How long a new session is left alone: it mostly finds a direct path by then. */
  static final long START_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  /** How long after the first answer other relays may prove better. */
  static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  static final long WATCH_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long IDLE_WATCH_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Older traffic counts as over. */
  static final long TRAFFIC_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long NEVER = Long.MIN_VALUE / 2;
  private static final int RESERVE_EVERY_WATCHES = 5;
  private static final int DOUBTS = 2;
  private static final int MAX_SEEK_DOUBLINGS = 4;

  private final RelayContext context;
  private final Session session;
  private final Checks checks;
  private final FarLegs far;
  private final LinkSetExchange linkSets;
  private final Candidates candidates;
  private final RelayHandover handover;
  private long trafficNanos = NEVER;
  private int watches;
  private int seeks;
  private int doubts;

  RelayFinder(RelayContext context, Session session) {
    this.context = context;
    this.session = session;
    checks = new Checks(context, session, this);
    far = new FarLegs(context, session.peer());
    linkSets = new LinkSetExchange(context, session, far);
    candidates = new Candidates(context, session, checks, far);
    handover = new RelayHandover(context, session, checks, far, candidates);
  }

  Session session() {
    return session;
  }

  FarLegs far() {
    return far;
  }

  /** The session is new. */
  void start() {
    watchIn(START_NANOS);
  }

  /** The session sends on another path. */
  void onPathChanged() {
    doubts = 0;
    seeks = 0;
    if (session.path().isLeg()) {
      checks.forgetAll();
      context.engine().cancelTimer(TimerName.RELAY_SETTLE, this);
    }
    boolean isUrgent = relay() == null && !session.path().isLeg();
    watchIn(isUrgent ? 0 : WATCH_NANOS);
  }

  void stop() {
    checks.forgetAll();
    context.engine().cancelTimer(TimerName.RELAY_SETTLE, this);
    context.engine().cancelTimer(TimerName.RELAY_WATCH, this);
  }

  /** Data flows; call it every second or so while it does. */
  void onTraffic() {
    boolean hadTraffic = hasTraffic();
    trafficNanos = context.nowNanos();
    NodeId relay = relay();
    Session leg = relay == null ? null : context.legs().find(relay);
    if (leg != null) {
      leg.noteTraffic();
    }
    if (!hadTraffic && (relay != null || session.path().isLeg())) {
      watchIn(0);
    }
  }

  private boolean hasTraffic() {
    return context.nowNanos() - trafficNanos < TRAFFIC_NANOS;
  }

  /** The relay in use, or null. */
  @Nullable NodeId relay() {
    return handover.relay();
  }

  /** Whether the session is direct, without a reason to doubt that. */
  boolean isDirect() {
    return session.path().isLeg() && doubts < DOUBTS;
  }

  private void watchIn(long delayNanos) {
    context.engine().setTimer(TimerName.RELAY_WATCH, this, delayNanos, now -> watch());
  }

  private void watch() {
    watches++;
    NodeId relay = relay();
    if (session.path().isLeg()) {
      watchDirect();
    } else if (relay != null) {
      watchRelay(relay);
    } else {
      seek();
    }
  }

  /** Without traffic nobody waits, and the session's own keepalive is enough. */
  private void watchDirect() {
    if (!hasTraffic()) {
      return;
    }
    linkSets.askIfOld(LinkSetExchange.BUSY_NANOS);
    session.check();
    doubts = session.isDoubtful() ? doubts + 1 : 0;
    if (doubts >= DOUBTS) {
      candidates.checkBest();
    }
    watchIn(WATCH_NANOS);
  }

  private void watchRelay(NodeId relay) {
    linkSets.askIfOld(maxLinkSetAge());
    checks.send(relay);
    if (candidates.isGone(relay)) {
      candidates.checkBest();
      decide();
    } else {
      handover.noteMtu(relay);
    }
    if (hasTraffic() && watches % RESERVE_EVERY_WATCHES == 0) {
      checkReserve();
    }
    watchIn(hasTraffic() ? WATCH_NANOS : IDLE_WATCH_NANOS);
  }

  private long maxLinkSetAge() {
    if (!hasTraffic()) {
      return LinkSetExchange.IDLE_NANOS;
    }
    return handover.isEarly() ? LinkSetExchange.EARLY_NANOS : LinkSetExchange.BUSY_NANOS;
  }

  private void seek() {
    linkSets.ask();
    candidates.checkBest();
    watchIn(Math.min(IDLE_WATCH_NANOS, WATCH_NANOS << Math.min(seeks++, MAX_SEEK_DOUBLINGS)));
  }

  private void checkReserve() {
    checks.all().stream().filter(probe -> !probe.isDead()).forEach(p -> checks.send(p.relay()));
  }

  /** Handles a LINK_SET from the other end; false if it follows too soon after the last one. */
  boolean onLinkSet(LinkSet set) {
    boolean isTimely = linkSets.onReceived(set);
    if (isTimely && !isDirect()) {
      candidates.checkBest();
    }
    return isTimely;
  }

  /** This end has a new leg: the other end should know, if relays are rare. */
  void onLegUp(NodeId node) {
    if (!isDirect() && candidates.usable().size() < RelayManager.WANTED_RELAYS) {
      linkSets.tell();
      if (far.find(node) != null) {
        checks.send(node);
      }
    }
  }

  /** A relay refuses, or this end's leg to it is lost. */
  void onLost(NodeId relay) {
    RelayProbe probe = checks.find(relay);
    if (probe != null && !probe.isDead()) {
      checks.refuse(probe);
      candidates.pause(relay, Candidates.SHORT_PAUSE_NANOS);
    }
    if (handover.isInUse(relay)) {
      context.count(OverlayCounter.RELAY_LOST);
      decide();
    } else if (probe != null) {
      checks.forget(probe);
    }
  }

  void onChecked(NodeId relay, long token) {
    checks.onAnswer(relay, token);
  }

  @Override
  public void onAnswered(RelayProbe probe) {
    if (handover.isSettled()) {
      decide();
    } else if (!checks.anyWaiting()) {
      context.engine().cancelTimer(TimerName.RELAY_SETTLE, this);
      decide();
    } else if (!context.engine().isTimerSet(TimerName.RELAY_SETTLE, this)) {
      context.engine().setTimer(TimerName.RELAY_SETTLE, this, SETTLE_NANOS, now -> decide());
    }
  }

  @Override
  public void onMissed(RelayProbe probe) {
    boolean isCurrent = handover.isInUse(probe.relay());
    if (probe.isDead()) {
      context.count(OverlayCounter.RELAY_DEAD);
      boolean isSoon = relay() == null || handover.isEarly();
      long pause = isSoon ? Candidates.SHORT_PAUSE_NANOS : Candidates.PAUSE_NANOS;
      candidates.pause(probe.relay(), pause);
      decide();
    } else {
      checks.send(probe.relay());
      if (isCurrent) {
        checkReserve();
      }
    }
  }

  private void decide() {
    List<RelayCandidate> ranked = candidates.usable();
    forgetSurplus(ranked);
    if (!isDirect()) {
      handover.choose(ranked);
    }
  }

  private void forgetSurplus(List<RelayCandidate> ranked) {
    List<NodeId> kept =
        ranked.stream().map(RelayCandidate::relay).limit(1 + (long) MAX_RESERVE).toList();
    for (RelayProbe probe : checks.all()) {
      boolean isNeeded =
          kept.contains(probe.relay()) || handover.isInUse(probe.relay()) || probe.isWaiting();
      if (!isNeeded) {
        checks.forget(probe);
      }
    }
  }

  /** Relays in use, in reserve or under test, whose legs must be kept. */
  List<NodeId> kept() {
    return isDirect() ? List.of() : checks.all().stream().map(RelayProbe::relay).toList();
  }

  /** The relay in use, for people; null if none is. */
  @Nullable RelayStatus status() {
    return handover.status();
  }
}
