package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The asking side of CONNECT: sends it, repeats it, starts the handshake over the overlay when it
 * is answered, and has the candidates probed.
 */
public final class Connector {
  /** Attempts under way at once, few enough that proxies need not drop what joining nodes send. */
  static final int MAX_ATTEMPTS = 24;

  /** Of these, attempts for nodes that one member alone names: it may keep inventing names. */
  static final int MAX_HEARSAY = MAX_ATTEMPTS / 2;

  static final int MAX_TRIES = 3;
  static final int MAX_REDIRECTS = 2;
  private static final long RETRY_NANOS = 1_500_000_000L;

  /**
   * How long an attempt for the closest node holds up others for the same key, and those that wait
   * for its end. The neighbour that it goes through may drop it, or answer in the name of a node
   * that does not exist.
   */
  static final long SEEK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long ANSWERED_TIMEOUT_NANOS = 15_000_000_000L;

  /** Hears how attempts end. */
  interface Outcome {
    void onAnswered(Attempt attempt, NodeId by);

    void onFailed(Attempt attempt);
  }

  private final Engine engine;
  private final Sessions sessions;
  private final Router router;
  private final Prober prober;
  private final OwnCandidates candidates;
  private final Outcome outcome;
  private final Map<Long, Attempt> attempts = new LinkedHashMap<>();

  Connector(
      Engine engine,
      Sessions sessions,
      Router router,
      Prober prober,
      OwnCandidates candidates,
      Outcome outcome) {
    this.engine = engine;
    this.sessions = sessions;
    this.router = router;
    this.prober = prober;
    this.candidates = candidates;
    this.outcome = outcome;
    router.handle(PayloadKind.CONNECT_ANSWER, (source, target, body) -> onAnswer(source, body));
  }

  /** Whether an attempt for {@code node}, or for that key, is under way. */
  public boolean isTrying(NodeId node) {
    return attempts.values().stream().anyMatch(a -> a.isFor(node) || a.target.equals(node));
  }

  /**
   * Whether an attempt for the node closest to {@code key} has led to no link yet, but soon may.
   */
  public boolean isSeeking(NodeId key, Predicate<NodeId> isLinked) {
    return recent(key).anyMatch(a -> a.peer == null || !isLinked.test(a.peer));
  }

  /** Whether an attempt for {@code key} has just begun. */
  boolean isSeeking(NodeId key) {
    return recent(key).findAny().isPresent();
  }

  private Stream<Attempt> recent(NodeId key) {
    long since = engine.now().bootNanos() - SEEK_NANOS;
    return attempts.values().stream().filter(a -> a.target.equals(key) && a.sinceNanos > since);
  }

  /** Number of attempts under way for nodes that are known to exist. */
  public int underWay() {
    return (int) attempts.values().stream().filter(attempt -> !attempt.isHearsay).count();
  }

  /** Asks for a link with a node that may not exist; only a few such requests may be under way. */
  void onHearsay(NodeId peer, LinkReason reason, @Nullable NodeId via) {
    if (attempts.size() - underWay() >= MAX_HEARSAY) {
      engine.counters().increment(OverlayCounter.LINK_CONNECT_POSTPONED);
      return;
    }
    Attempt attempt = attempt(peer, false, reason, via, 0);
    attempt.isHearsay = true;
    start(attempt);
  }

  void toNode(NodeId peer, LinkReason reason, @Nullable NodeId via, int redirects) {
    start(attempt(peer, false, reason, via, redirects));
  }

  void toClosest(NodeId key, LinkReason reason, @Nullable NodeId through) {
    start(attempt(key, true, reason, through, 0));
  }

  private Attempt attempt(
      NodeId target, boolean closest, LinkReason reason, @Nullable NodeId via, int redirects) {
    long token = engine.random().nextLong();
    return new Attempt(token, target, closest, reason, via, redirects, engine.now().bootNanos());
  }

  private void start(Attempt attempt) {
    if (attempts.size() >= MAX_ATTEMPTS) {
      engine.counters().increment(OverlayCounter.LINK_CONNECT_POSTPONED);
      return;
    }
    attempts.put(attempt.token, attempt);
    sendConnect(attempt);
  }

  private void sendConnect(Attempt attempt) {
    if (++attempt.tries > MAX_TRIES) {
      fail(attempt);
      return;
    }
    byte[] payload = new Connect(attempt.token, attempt.reason, candidates.offer()).toPayload();
    engine.counters().increment(OverlayCounter.LINK_CONNECT_SENT);
    if (attempt.closest && attempt.via != null) {
      router.sendClosestThrough(attempt.via, attempt.target, PayloadKind.CONNECT, payload);
    } else if (attempt.closest) {
      router.sendClosest(attempt.target, PayloadKind.CONNECT, payload);
    } else {
      sendTo(new OverlayPath(attempt.target, attempt.via), PayloadKind.CONNECT, payload);
    }
    engine.setTimer(
        TimerName.CONNECT_RETRY,
        attempt.token,
        RETRY_NANOS * attempt.tries,
        now -> sendConnect(attempt));
  }

  /**
   * Sends inside the session with that peer if the peer surely has it, because it may not be a
   * link.
   */
  void sendTo(OverlayPath to, PayloadKind kind, byte[] payload) {
    Session session = sessions.find(to.node());
    if (session != null && !session.isDoubted() && !(session.path() instanceof OverlayPath)) {
      session.send(router.oneHop(to.node(), kind, payload));
    } else {
      router.sendExact(to, kind, payload);
    }
  }

  /** A CLOSEST request returned to this node itself: nobody is closer. */
  void onOwnRequest(long token) {
    Attempt attempt = attempts.get(token);
    if (attempt != null) {
      end(attempt);
      outcome.onAnswered(attempt, router.self());
    }
  }

  private void onAnswer(OverlayPath source, byte[] payload) {
    try {
      ConnectAnswer answer = ConnectAnswer.parse(payload);
      Attempt attempt = attempts.get(answer.token());
      if (attempt == null || attempt.answered || !mayAnswer(attempt, source.node())) {
        engine.counters().increment(OverlayCounter.DROPPED_CONNECT_ANSWER_UNEXPECTED);
      } else if (answer.offer() == null) {
        onRefused(attempt, answer.others());
      } else {
        onAccepted(attempt, source, answer.offer());
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_CONNECT_ANSWER_MALFORMED);
    }
  }

  private boolean mayAnswer(Attempt attempt, NodeId by) {
    return !by.equals(router.self()) && (attempt.closest || attempt.target.equals(by));
  }

  private void onRefused(Attempt attempt, List<NodeId> others) {
    engine.counters().increment(OverlayCounter.LINK_CONNECT_REFUSED);
    end(attempt);
    outcome.onFailed(attempt);
    if (attempt.redirects >= MAX_REDIRECTS) {
      return;
    }
    others.stream()
        .filter(other -> !other.equals(router.self()) && !isTrying(other))
        .filter(other -> sessions.find(other) == null)
        .findFirst()
        .ifPresent(other -> toNode(other, attempt.reason, null, attempt.redirects + 1));
  }

  private void onAccepted(Attempt attempt, OverlayPath source, Offer offer) {
    attempt.answered = true;
    attempt.peer = source.node();
    attempt.publicNode = offer.publicNode();
    engine.setTimer(
        TimerName.CONNECT_RETRY, attempt.token, ANSWERED_TIMEOUT_NANOS, now -> fail(attempt));
    outcome.onAnswered(attempt, source.node());
    prober.expect(source.node(), offer);
    if (sessions.find(source.node()) == null) {
      sessions.open(handshakePath(source, offer), source.node());
    }
  }

  /** Not over this overlay if either end has no link that carries other sessions' frames. */
  private Path handshakePath(OverlayPath source, Offer offer) {
    NodeId publicNode = offer.publicNode();
    boolean leadsNowhere = offer.isolated() || candidates.offer().isolated();
    return publicNode != null && leadsNowhere ? new PublicOverlayPath(publicNode) : source;
  }

  /** Nobody answered over this overlay: tries the public one, if {@code peer} is known there. */
  boolean openPublicly(NodeId peer) {
    for (Attempt attempt : attempts.values()) {
      if (attempt.isFor(peer) && attempt.publicNode != null) {
        sessions.open(new PublicOverlayPath(attempt.publicNode), peer);
        return true;
      }
    }
    return false;
  }

  /** The reasons for which a link with {@code peer} was requested; ends those attempts. */
  List<LinkReason> onLinkUp(NodeId peer) {
    List<Attempt> done = attempts.values().stream().filter(a -> a.isFor(peer)).toList();
    done.forEach(this::end);
    return done.stream().map(attempt -> attempt.reason).toList();
  }

  /** The reasons for which a link with {@code peer} was requested; those attempts go on. */
  List<LinkReason> reasonsFor(NodeId peer) {
    return attempts.values().stream()
        .filter(attempt -> attempt.isFor(peer))
        .map(attempt -> attempt.reason)
        .toList();
  }

  /** The handshake or the search for a direct path with {@code peer} failed. */
  void onNoLink(NodeId peer) {
    attempts.values().stream()
        .filter(attempt -> attempt.isFor(peer) && attempt.answered)
        .toList()
        .forEach(this::fail);
  }

  private void fail(Attempt attempt) {
    end(attempt);
    engine.counters().increment(OverlayCounter.LINK_CONNECT_FAILED);
    outcome.onFailed(attempt);
  }

  private void end(Attempt attempt) {
    attempts.remove(attempt.token);
    engine.cancelTimer(TimerName.CONNECT_RETRY, attempt.token);
  }
}
