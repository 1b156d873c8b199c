package net.groupvpn.overlay.session;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/** A session: its keys, the path it sends on, and what keeps both alive. */
final class SessionImpl
    implements Session, PathValidator.Owner, Keepalive.Owner, KeyingSet.Owner, PathMtu.Owner {
  private final SessionContext context;
  private final SessionTable table;
  private final NodeId peer;
  private final long establishedNanos;
  private final KeyingSet keyings;
  private final PathValidator validator;
  private final Keepalive keepalive;
  private final PathMtu mtu;
  private final Rehandshake rehandshake;
  private final RatchetTimer ratchet;
  private final SnapshotPublisher publisher;
  private final MessageAssembly assembly = new MessageAssembly();
  private final RttEstimator rtt = new RttEstimator();
  private Path path;
  private @Nullable Path fallback;
  private boolean pathLost;
  private final OtherPaths others = new OtherPaths();
  private boolean closed;

  SessionImpl(SessionContext context, SessionTable table, Keying first) {
    this.context = context;
    this.table = table;
    this.peer = first.peer().nodeId();
    this.establishedNanos = context.nowNanos();
    this.path = first.path();
    this.keyings = new KeyingSet(context, this, first);
    this.validator = new PathValidator(context, this);
    this.keepalive = new Keepalive(context, this);
    this.mtu = new PathMtu(context, this, path);
    this.rehandshake = new Rehandshake(context, () -> table.rehandshake(this));
    this.ratchet = new RatchetTimer(context, keyings, assembly, this::publish);
    this.publisher = new SnapshotPublisher(context, peer, keyings, mtu);
  }

  /** Begins its timers and shows it to the data plane. */
  void start() {
    armExpiry(keyings.active());
    rehandshake.onActive(keyings.active());
    ratchet.start();
    mtu.start(path);
    publish();
    keepalive.restart();
  }

  /** Takes the keys of one more handshake with this peer. */
  void add(Keying keying) {
    armExpiry(keying);
    keyings.add(keying);
    // The handshake has proved its path both ways.
    if (PathChoice.rank(keying.path()) < PathChoice.rank(path)) {
      move(keying.path(), UNKNOWN_RTT);
    }
  }

  private void armExpiry(Keying keying) {
    long nanos = context.owner().times().expireNanos();
    context.engine().setTimer(TimerName.SESSION_EXPIRE, keying, nanos, now -> expire(keying));
  }

  private void expire(Keying keying) {
    if (!keyings.remove(keying)) {
      close(CloseReason.EXPIRED);
    }
  }

  @Override
  public NodeId peer() {
    return peer;
  }

  @Override
  public PeerIdentity identity() {
    return keyings.active().peer();
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public long rttNanos() {
    return rtt.nanos();
  }

  @Override
  public long establishedNanos() {
    return establishedNanos;
  }

  @Override
  public int mtuBytes() {
    return mtu.dataBytes();
  }

  @Override
  public void doubt() {
    if (!closed) {
      keepalive.doubt();
    }
  }

  @Override
  public boolean isDoubted() {
    return keepalive.isDoubted();
  }

  @Override
  public boolean isDoubtful() {
    return keepalive.isDoubtful();
  }

  @Override
  public boolean isMoving() {
    return keepalive.isMoving();
  }

  boolean isClosed() {
    return closed;
  }

  Keying activeKeying() {
    return keyings.active();
  }

  PathValidator validator() {
    return validator;
  }

  Keepalive keepalive() {
    return keepalive;
  }

  PathMtu mtu() {
    return mtu;
  }

  MessageAssembly assembly() {
    return assembly;
  }

  /** Sends a message of the layer above, in as many records as it takes. */
  void sendMessage(byte[] message) {
    List<byte[]> records = assembly.cut(message, mtu.controlBytes());
    if (records.isEmpty()) {
      context.count("dropped.send.too_narrow");
    }
    records.forEach(record -> sendOn(path, record));
    keepalive.onSent();
  }

  @Override
  public void sendOn(Path where, byte[] message) {
    context.sender().send(where, keyings.active().seal(message));
  }

  /** A sealed challenge whose answer nobody waits for. */
  byte[] challenge() {
    long token = context.engine().random().nextLong();
    return seal(ControlMessages.path(MessageType.PATH_CHALLENGE, token));
  }

  /** A message as it travels. */
  byte[] seal(byte[] message) {
    return keyings.active().seal(message);
  }

  @Override
  public void sendPing(long token, int unanswered) {
    sendOn(path, ControlMessages.ping(token, unanswered));
  }

  @Override
  public void ping(Keying keying) {
    Path where = keying == keyings.active() ? path : keying.path();
    byte[] message = ControlMessages.ping(context.engine().random().nextLong(), 0);
    context.sender().send(where, keying.seal(message));
  }

  @Override
  public void onRtt(long rttNanos) {
    pathLost = false;
    rtt.sample(rttNanos);
  }

  /** A record was opened that came on {@code from}. */
  void onRecord(Path from, boolean isHighest, boolean isProbe) {
    if (SessionContext.isSame(from, path)) {
      keepalive.onHeard();
      path = isHighest ? from : path;
    } else if (from instanceof RelayPath) {
      // Which relay to use, each end decides for itself, by what it knows of all of them.
      return;
    } else if (isHighest && isPlausible(from)) {
      onNewPath(from, isProbe);
    }
  }

  /** The source of a ROUTED frame is only a claim, but a wrong one is of no use. */
  private boolean isPlausible(Path from) {
    return !(from instanceof OverlayPath overlay) || overlay.node().equals(peer);
  }

  private void onNewPath(Path from, boolean isProbe) {
    int byRank = Integer.compare(PathChoice.rank(from), PathChoice.rank(path));
    if (byRank < 0 || (byRank == 0 && (isProbe || mayFollow()))) {
      validator.start(from, !isProbe);
      return;
    }
    if (byRank > 0) {
      fallback = from;
    }
    if (!isProbe) {
      // The peer has left the present path, or never came to it: does it work at all?
      keepalive.suspectMove();
      if (byRank == 0) {
        validator.start(from, false);
      }
    }
  }

  /** The peer's addresses have changed, and it asks to be followed. */
  void onPeerMoved(Path from) {
    if (!SessionContext.isSame(from, path)
        && isPlausible(from)
        && PathChoice.rank(from) <= PathChoice.rank(path)) {
      others.onPeerMoved(from);
      validator.start(from, true);
    }
  }

  /** This machine's addresses or routes have changed: is the peer still reached? */
  void onNetworkChanged() {
    if (path instanceof DirectPath) {
      validator.announceMove(path);
      mtu.recheck();
    }
    keepalive.onNetworkChanged();
  }

  @Override
  public void onDoubtful() {
    if (keepalive.isMoving()) {
      // The peer may have ended the session meanwhile: a handshake gives both new keys for it.
      table.rehandshake(this);
    }
    Path proved = others.fresh(context.nowNanos());
    if (proved != null) {
      move(proved, UNKNOWN_RTT);
    }
  }

  @Override
  public void onFailing() {
    context.events().onPathFailing(this);
  }

  /**
   * Of two equally good paths the end with the lower ID chooses; it follows the other one only when
   * its own path fails. If both followed, they could do so for ever, always to where the other one
   * has just been.
   */
  private boolean mayFollow() {
    return pathLost || peer.compareTo(context.security().nodeId()) < 0 || keepalive.isDoubtful();
  }

  /** The connection that a path consisted of is no more: whatever the peer uses next is better. */
  void onPathLost(Path lost) {
    if (SessionContext.isSame(lost, path)) {
      pathLost = true;
      keepalive.suspect();
      context.events().onPathFailing(this);
    }
  }

  @Override
  public void onValidated(Path candidate, long rttNanos, boolean follow) {
    int byRank = Integer.compare(PathChoice.rank(candidate), PathChoice.rank(path));
    if (SessionContext.isSame(candidate, path)) {
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

  /** The public overlay is slow, so a few lost pings are no reason to go there. */
  private boolean mustLeaveFor(Path candidate) {
    return candidate instanceof PublicOverlayPath
        ? pathLost || keepalive.isFailing()
        : pathLost || keepalive.isDoubtful();
  }

  /** Sends on {@code next}, which was found to work, from now on. */
  void moveTo(Path next, long rttNanos) {
    if (!SessionContext.isSame(next, path)) {
      move(next, rttNanos);
    }
  }

  private void move(Path next, long rttNanos) {
    Path previous = path;
    path = next;
    pathLost = false;
    others.clear();
    rtt.restart(rttNanos);
    if (PathChoice.rank(previous) > PathChoice.rank(next)) {
      fallback = previous;
    }
    mtu.start(next);
    publish();
    keepalive.restart();
    context.events().onPathChanged(this, previous);
  }

  @Override
  public void onDead() {
    Path next = fallback;
    fallback = null;
    if (next == null || SessionContext.isSame(next, path)) {
      close(CloseReason.NO_ANSWER);
    } else {
      move(next, UNKNOWN_RTT);
    }
  }

  /** A record came that proves that the peer uses {@code keying}. */
  void onConfirmed() {
    keyings.onConfirmed();
  }

  /** The peer has lost all keys but those that it has just used. */
  void beginAnew() {
    keyings.useLastHeard();
    keepalive.restart();
  }

  @Override
  public void onKeyingsChanged() {
    publish();
  }

  @Override
  public void onActiveChanged() {
    rehandshake.onActive(keyings.active());
    Path proved = keyings.active().path();
    if (keepalive.isDoubtful() && !SessionContext.isSame(proved, path)) {
      move(proved, UNKNOWN_RTT);
    } else {
      publish();
    }
  }

  @Override
  public void onMtuChanged() {
    publish();
  }

  @Override
  public void onDropped(Keying keying) {
    context.engine().cancelTimer(TimerName.SESSION_EXPIRE, keying);
    table.forget(keying);
  }

  private void publish() {
    publisher.publish(path);
  }

  /** The peer is no longer trusted; the data plane stops at once. */
  void revoke() {
    publisher.revoke();
    close(CloseReason.REVOKED);
  }

  /** Tells the peer and ends. */
  void close(CloseReason reason) {
    if (!closed) {
      for (Keying keying : keyings.all()) {
        context.sender().send(path, keying.seal(ControlMessages.close(reason)));
      }
      end(new SessionEnd(reason, false));
    }
  }

  /** The peer has ended the session, unless it has made a new one meanwhile. */
  void onPeerClose(Keying keying, CloseReason reason) {
    if (!keyings.removeWithOlder(keying)) {
      end(new SessionEnd(reason, true));
    }
  }

  private void end(SessionEnd end) {
    closed = true;
    validator.stop();
    keepalive.stop();
    mtu.stop();
    rehandshake.stop();
    keyings.stop();
    ratchet.stop();
    keyings.all().forEach(this::onDropped);
    table.remove(this);
    publisher.withdraw();
    context.events().onClosed(this, end);
  }
}
