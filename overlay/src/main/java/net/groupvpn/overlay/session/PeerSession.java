package net.groupvpn.overlay.session;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.PeerIdentity;

/**
 * A session: its keys, the path it sends on, and what keeps both alive. When it is over, its parts
 * are stopped and do nothing, so stale references do no harm.
 */
final class PeerSession
    implements Session, SessionPath.Owner, Keepalive.Owner, KeyingSet.Owner, PathMtu.Owner {
  private final SessionContext context;
  private final SessionTable table;
  private final NodeId peer;
  private final long establishedNanos;
  private final KeyingSet keyings;
  private final Keepalive keepalive;
  private final SessionPath path;
  private final PathMtu mtu;
  private final Rehandshake rehandshake;
  private final RatchetTimer ratchet;
  private final SnapshotPublisher publisher;
  private final MessageAssembly assembly = new MessageAssembly();
  private final SessionOutput output;
  private boolean closed;

  PeerSession(SessionContext context, SessionTable table, Keying first) {
    this.context = context;
    this.table = table;
    this.peer = first.peer().nodeId();
    this.establishedNanos = context.nowNanos();
    this.keyings = new KeyingSet(context, this, first);
    this.keepalive = new Keepalive(context, this);
    this.path = new SessionPath(context, this, peer, first.path(), keepalive);
    this.mtu = new PathMtu(context, this, first.path());
    this.rehandshake = new Rehandshake(context, () -> table.rehandshake(this));
    this.ratchet = new RatchetTimer(context, keyings, assembly, this::publish);
    this.publisher = new SnapshotPublisher(context, peer, keyings, mtu);
    this.output = new SessionOutput(context, keyings, assembly);
  }

  /** Starts its timers and shows it to the data plane. */
  void start() {
    keyings.start();
    rehandshake.onActive(keyings.active());
    ratchet.start();
    mtu.start(path.current());
    publish();
    keepalive.restart();
  }

  /** Adds the keys of one more handshake with this peer. */
  void add(Keying keying) {
    keyings.add(keying);
    path.onHandshake(keying.path());
  }

  @Override
  public void onLastExpired() {
    close(CloseReason.EXPIRED);
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
    return path.current();
  }

  @Override
  public long rttNanos() {
    return path.rttNanos();
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

  KeyingSet keyings() {
    return keyings;
  }

  SessionPath paths() {
    return path;
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

  @Override
  public void send(byte[] message) {
    if (output.sendMessage(path.current(), message, mtu.controlBytes())) {
      keepalive.onSent();
    }
  }

  @Override
  public void sendOn(Path where, byte[] message) {
    output.send(where, message);
  }

  @Override
  public void sendFromElsewhere(byte[] message) {
    output.sendFromElsewhere(path.current(), message);
  }

  @Override
  public void knock(Path candidate) {
    output.knock(candidate);
  }

  @Override
  public void scatter(Endpoint to, int count) {
    output.scatter(to, count);
  }

  @Override
  public void probe(Path candidate) {
    path.probe(candidate);
  }

  @Override
  public void follow(Path candidate) {
    path.onPeerMoved(candidate);
  }

  @Override
  public void moveTo(Path next, long rttNanos) {
    path.moveTo(next, rttNanos);
  }

  @Override
  public void losePath() {
    path.onLost(path.current());
  }

  @Override
  public void noteSource(Path from) {
    path.onRecord(from, true, false);
  }

  @Override
  public void setRelayMtu(int bytes) {
    mtu.setRelayBytes(bytes);
  }

  @Override
  public void noteTraffic() {
    mtu.onTraffic();
  }

  @Override
  public void noteRefused(int datagramBytes) {
    mtu.onRefused(datagramBytes);
  }

  @Override
  public void check() {
    keepalive.check();
  }

  @Override
  public void doubt() {
    keepalive.doubt();
  }

  @Override
  public void sendPing(long token, int unanswered) {
    sendOn(path.current(), ControlMessages.ping(token, unanswered));
  }

  @Override
  public void ping(Keying keying) {
    Path where = keying == keyings.active() ? path.current() : keying.path();
    output.send(where, keying, ControlMessages.ping(context.engine().random().nextLong(), 0));
  }

  @Override
  public void onRtt(long rttNanos) {
    path.onRtt(rttNanos);
  }

  /** This machine's addresses or routes have changed: is the peer still reached? */
  void onNetworkChanged() {
    if (path.current() instanceof DirectPath) {
      path.validator().announceMove(path.current());
      mtu.recheck();
    }
    keepalive.onNetworkChanged();
  }

  @Override
  public void onDoubtful() {
    if (keepalive.isMoving()) {
      // The peer may have ended the session in the meantime: a handshake gives both ends new keys
      // for it.
      table.rehandshake(this);
    }
    path.onDoubtful();
  }

  @Override
  public void onFailing() {
    context.events().onPathFailing(this);
  }

  @Override
  public void onMoved(Path previous) {
    mtu.start(path.current());
    publish();
    keepalive.restart();
    context.events().onPathChanged(this, previous);
  }

  @Override
  public void onDead() {
    if (!path.fallBack()) {
      close(CloseReason.NO_ANSWER);
    }
  }

  @Override
  public void beginAnew() {
    if (!closed) {
      keyings.useLastHeard();
      keepalive.restart();
      context.events().onBegunAnew(this);
    }
  }

  @Override
  public void onActiveChanged() {
    rehandshake.onActive(keyings.active());
    Path proved = keyings.active().path();
    if (keepalive.isDoubtful() && !path.is(proved)) {
      path.moveTo(proved, UNKNOWN_RTT);
    } else {
      publish();
    }
  }

  @Override
  public void onDropped(Keying keying) {
    table.forget(keying);
  }

  @Override
  public void onDataPlaneChanged() {
    publish();
  }

  private void publish() {
    if (!closed) {
      publisher.publish(path.current());
    }
  }

  /** The peer is no longer trusted; the data plane stops at once. */
  void revoke() {
    publisher.revoke();
    close(CloseReason.REVOKED);
  }

  @Override
  public void close(CloseReason reason) {
    if (!closed) {
      byte[] word = ControlMessages.close(reason);
      keyings.all().forEach(keying -> output.send(path.current(), keying, word));
      end(new SessionEnd(reason, false));
    }
  }

  /** The peer has ended the session, unless it has made a new one in the meantime. */
  void onPeerClose(Keying keying, CloseReason reason) {
    if (!keyings.removeWithOlder(keying)) {
      end(new SessionEnd(reason, true));
    }
  }

  private void end(SessionEnd end) {
    closed = true;
    output.stop();
    path.stop();
    keepalive.stop();
    mtu.stop();
    rehandshake.stop();
    ratchet.stop();
    keyings.stop();
    table.remove(this);
    publisher.withdraw();
    context.events().onClosed(this, end);
  }
}
