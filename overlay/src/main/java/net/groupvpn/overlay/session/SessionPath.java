package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import org.jspecify.annotations.Nullable;

/**
 * The path that a session sends on. Other paths are tested before the session moves to them; {@link
 * PathChoice} decides which of two it prefers. When a path falls silent, the session returns to the
 * one before, if there is one.
 */
final class SessionPath implements PathValidator.Owner {
  /** Sends challenges, and hears of moves. */
  interface Owner {
    void sendOn(Path path, byte[] message);

    /** The session sends on {@link #current} from now on. */
    void onMoved(Path previous);

    /** The path no longer works. */
    void onFailing();
  }

  private final SessionContext context;
  private final Owner owner;
  private final NodeId peer;
  private final Keepalive keepalive;
  private final PathValidator validator;
  private final OtherPaths others = new OtherPaths();
  private final RttEstimator rtt = new RttEstimator();
  private Path path;
  private @Nullable Path fallback;
  private boolean lost;
  private boolean stopped;

  SessionPath(SessionContext context, Owner owner, NodeId peer, Path first, Keepalive keepalive) {
    this.context = context;
    this.owner = owner;
    this.peer = peer;
    this.path = first;
    this.keepalive = keepalive;
    this.validator = new PathValidator(context, this);
  }

  Path current() {
    return path;
  }

  boolean is(Path other) {
    return other.isSameAs(path);
  }

  PathValidator validator() {
    return validator;
  }

  /** As {@link Session#rttNanos}. */
  long rttNanos() {
    return rtt.nanos();
  }

  /** The peer has answered on the present path. */
  void onRtt(long rttNanos) {
    lost = false;
    rtt.sample(rttNanos);
  }

  /** As {@link Session#probe}. */
  void probe(Path candidate) {
    if (!is(candidate)) {
      validator.start(candidate, false);
    }
  }

  /** As {@link Session#moveTo}. */
  void moveTo(Path next, long rttNanos) {
    if (!stopped && !is(next)) {
      move(next, rttNanos);
    }
  }

  /** A handshake has proved this path in both directions. */
  void onHandshake(Path proved) {
    if (PathChoice.rank(proved) < PathChoice.rank(path)) {
      move(proved, Session.UNKNOWN_RTT);
    }
  }

  /** A record that arrived on {@code from} was opened. */
  void onRecord(Path from, boolean isHighest, boolean isProbe) {
    if (is(from)) {
      keepalive.onHeard();
      path = isHighest ? from : path;
    } else if (from instanceof RelayPath) {
      // Each end chooses its relay by itself, by what it knows of all relays.
      return;
    } else if (isHighest && isPlausible(from)) {
      onOtherPath(from, isProbe);
    }
  }

  /** The source of a ROUTED frame is only a claim, but a false one is useless. */
  private boolean isPlausible(Path from) {
    return !(from instanceof OverlayPath overlay) || overlay.node().equals(peer);
  }

  private void onOtherPath(Path from, boolean isProbe) {
    int byRank = Integer.compare(PathChoice.rank(from), PathChoice.rank(path));
    if (byRank < 0 || (byRank == 0 && (isProbe || mayFollow()))) {
      validator.start(from, !isProbe);
      return;
    }
    if (byRank > 0) {
      fallback = from;
    }
    if (!isProbe) {
      // The peer has left the present path, or never came to it: does it still work?
      keepalive.suspectMove();
      if (byRank == 0) {
        validator.start(from, false);
      }
    }
  }

  /** The peer's addresses have changed, and it asks to be followed. */
  void onPeerMoved(Path from) {
    if (!is(from) && isPlausible(from) && PathChoice.rank(from) <= PathChoice.rank(path)) {
      others.onPeerMoved(from);
      validator.start(from, true);
    }
  }

  /**
   * Of two equally good paths the end with the lower ID chooses. It follows the other end only when
   * its own path fails. If both ends followed, they could do so without end, each to where the
   * other has just been.
   */
  private boolean mayFollow() {
    return lost || peer.compareTo(context.security().nodeId()) < 0 || keepalive.isDoubtful();
  }

  @Override
  public void sendOn(Path where, byte[] message) {
    owner.sendOn(where, message);
  }

  @Override
  public void onValidated(Path candidate, long rttNanos, boolean follow) {
    int byRank = Integer.compare(PathChoice.rank(candidate), PathChoice.rank(path));
    if (is(candidate)) {
      rtt.sample(rttNanos);
    } else if (mustLeaveFor(candidate)
        || others.isWherePeerWent(candidate)
        || (follow && byRank <= 0 && mayFollow())
        || PathChoice.isBetter(candidate, rttNanos, path, rtt.nanos())) {
      move(candidate, rttNanos);
    } else if (byRank > 0) {
      fallback = candidate;
    } else if (byRank == 0) {
      others.onProved(candidate, context.nowNanos());
    }
  }

  /** The public overlay is slow, so a few lost pings are no reason to move there. */
  private boolean mustLeaveFor(Path candidate) {
    return candidate instanceof PublicOverlayPath
        ? lost || keepalive.isFailing()
        : lost || keepalive.isDoubtful();
  }

  /** Pings are unanswered: moves to a path that works as well, if one was proved lately. */
  void onDoubtful() {
    Path proved = others.fresh(context.nowNanos());
    if (proved != null) {
      move(proved, Session.UNKNOWN_RTT);
    }
  }

  /** The connection behind a path is gone: whatever the peer uses next is better. */
  void onLost(Path gone) {
    if (!stopped && is(gone)) {
      lost = true;
      keepalive.suspect();
      owner.onFailing();
    }
  }

  /** Returns to the path before; false if there is none. */
  boolean fallBack() {
    Path next = fallback;
    fallback = null;
    if (next == null || is(next)) {
      return false;
    }
    move(next, Session.UNKNOWN_RTT);
    return true;
  }

  private void move(Path next, long rttNanos) {
    Path previous = path;
    path = next;
    lost = false;
    others.clear();
    rtt.restart(rttNanos);
    if (PathChoice.rank(previous) > PathChoice.rank(next)) {
      fallback = previous;
    }
    owner.onMoved(previous);
  }

  /** Stops tests and moves. */
  void stop() {
    stopped = true;
    validator.stop();
  }
}
