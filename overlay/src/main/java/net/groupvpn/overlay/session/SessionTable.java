package net.groupvpn.overlay.session;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.engine.BrokenStateException;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.handshake.HandshakeTable;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.RecordOpener;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.security.HandshakeMachine.Completed;
import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one realm by peer, and their keyings by index. The outcome of a handshake becomes
 * a session here: at the server when it has verified Finished, at the client when the first record
 * opens.
 */
final class SessionTable implements HandshakeExchange.Owner {
  /** Most sessions at a time; further peers are refused. */
  static final int MAX_SESSIONS = 4_096;

  /** No UDP datagram is longer. */
  private static final int MAX_FRAME_BYTES = 65_535;

  private final SessionContext context;
  private final HandshakeTable handshakes;
  private final SessionInput input;
  private final CloneAlarm clones;
  private final Map<NodeId, PeerSession> byPeer = new HashMap<>();
  private final Map<Integer, Keying> byIndex = new HashMap<>();
  private final Map<Integer, HandshakeExchange> unconfirmed = new HashMap<>();

  SessionTable(SessionContext context) {
    this.context = context;
    this.handshakes = new HandshakeTable(context.ofHandshakes(), this);
    this.input = new SessionInput(context);
    this.clones = new CloneAlarm(context);
  }

  HandshakeTable handshakes() {
    return handshakes;
  }

  CloneAlarm clones() {
    return clones;
  }

  @Nullable PeerSession find(NodeId peer) {
    return byPeer.get(peer);
  }

  /** Ordered by node ID, so that runs are repeatable. */
  List<PeerSession> all() {
    return byPeer.values().stream().sorted(Comparator.comparing(PeerSession::peer)).toList();
  }

  @Override
  public @Nullable String refusal(HandshakeExchange exchange, Completed completed) {
    PeerIdentity peer = completed.peer();
    NodeId expected = exchange.expected();
    if (peer.nodeId().equals(context.security().nodeId())) {
      if (handshakes.isReflected(exchange)) {
        context.count(OverlayCounter.HANDSHAKE_REFLECTED);
      } else {
        clones.onOwnKey(exchange.path());
      }
      return "the other end is this node itself";
    }
    if (expected != null && !expected.equals(peer.nodeId())) {
      return "expected node " + expected + ", but " + peer.nodeId() + " answered";
    }
    if (!isTrusted(peer)) {
      return "the certificate of node " + peer.nodeId() + " is no longer trusted";
    }
    boolean full = byPeer.size() >= MAX_SESSIONS && !byPeer.containsKey(peer.nodeId());
    return full ? "this node has " + MAX_SESSIONS + " sessions and takes no more" : null;
  }

  @Override
  public void onVerified(HandshakeExchange exchange, Completed completed) {
    Keying keying = new Keying(context, exchange, completed);
    byIndex.put(keying.localIndex(), keying);
    unconfirmed.put(keying.localIndex(), exchange);
    if (!exchange.isInitiator()) {
      // In this order: when the client starts to send, the data plane must know the keys.
      establish(keying);
      context.sender().send(exchange.path(), keying.seal(ControlMessages.ready()));
    }
  }

  @Override
  public void onRepeated(HandshakeExchange exchange) {
    Keying keying = byIndex.get(exchange.localIndex());
    if (keying != null && !exchange.isInitiator()) {
      context.sender().send(exchange.path(), keying.seal(ControlMessages.ready()));
    }
  }

  @Override
  public void onFailed(HandshakeExchange exchange, String reason) {
    handshakes.remove(exchange);
    byIndex.remove(exchange.localIndex());
    unconfirmed.remove(exchange.localIndex());
    NodeId expected = exchange.expected();
    if (expected != null && byPeer.containsKey(expected)) {
      context.count(OverlayCounter.HANDSHAKE_FAILED_IN_SESSION);
    } else if (exchange.isInitiator()) {
      context.events().onHandshakeFailed(exchange.path(), exchange.expected(), reason);
    } else {
      context.count(OverlayCounter.HANDSHAKE_UNFINISHED);
    }
  }

  @Override
  public void onForgotten(HandshakeExchange exchange) {
    handshakes.remove(exchange);
    unconfirmed.remove(exchange.localIndex());
  }

  /** Starts one more handshake with the peer of a session. */
  void rehandshake(PeerSession session) {
    context.count(OverlayCounter.HANDSHAKE_AGAIN);
    handshakes.open(session.path(), session.peer());
  }

  private PeerSession establish(Keying keying) {
    NodeId peer = keying.peer().nodeId();
    PeerSession known = byPeer.get(peer);
    if (known != null) {
      keying.attach(known);
      known.add(keying);
      return known;
    }
    PeerSession session = new PeerSession(context, this, keying);
    keying.attach(session);
    byPeer.put(peer, session);
    session.start();
    context.events().onEstablished(session);
    return session;
  }

  /** Handles a SEALED frame: find its keys, open it, check it for replay, then read the message. */
  void onFrame(Path from, byte[] frame) {
    int index = FrameHeader.receiverIndex(frame, 0);
    Keying keying = byIndex.get(FrameHeader.controlIndex(index));
    if (keying == null || frame.length > MAX_FRAME_BYTES) {
      context.count(OverlayCounter.DROPPED_RECORD_INDEX);
    } else if (FrameHeader.isData(index)) {
      context.engine().emit(new Output.DeliverData(keying.peer().nodeId(), frame));
    } else {
      onControl(keying, from, frame);
    }
  }

  private void onControl(Keying keying, Path from, byte[] frame) {
    boolean wasConfirmed = keying.isConfirmed();
    byte[] message = new byte[Math.max(0, frame.length - RecordSealer.OVERHEAD_BYTES)];
    int length = keying.open(frame, message, context.nowNanos());
    if (length < 0) {
      boolean replayed = length == RecordOpener.REPLAYED;
      context.count(
          replayed ? OverlayCounter.DROPPED_RECORD_REPLAYED : OverlayCounter.DROPPED_RECORD_FORGED);
      return;
    }
    HandshakeExchange exchange = unconfirmed.remove(keying.localIndex());
    if (exchange != null) {
      exchange.end();
      handshakes.remove(exchange);
    }
    boolean isHighest = keying.isHighest(FrameHeader.counter(frame, 0));
    PeerSession session = keying.session();
    if (session == null && !isTrusted(keying.peer())) {
      // The list that revokes the peer arrived between its proof and its first record.
      context.count(OverlayCounter.DROPPED_RECORD_REVOKED);
      forget(keying);
      NodeId peer = keying.peer().nodeId();
      context.events().onHandshakeFailed(keying.path(), peer, "node " + peer + " was revoked");
      return;
    }
    if (session == null) {
      session = establish(keying);
    } else if (!wasConfirmed) {
      session.keyings().onConfirmed();
    }
    input.onMessage(session, keying, from, message, isHighest);
  }

  /**
   * As {@code EngineCore.verify}: checks that sessions, their keys and the keys' indexes fit
   * together.
   */
  void verify() {
    for (PeerSession session : byPeer.values()) {
      if (session.isClosed() || session.keyings().active().session() != session) {
        throw new BrokenStateException("a session that is over stands among the others");
      }
    }
    for (Keying keying : byIndex.values()) {
      PeerSession session = keying.session();
      boolean isUsed = session != null && byPeer.get(session.peer()) == session;
      if (!isUsed && !unconfirmed.containsKey(keying.localIndex())) {
        throw new BrokenStateException("keys that belong to neither a session nor a handshake");
      }
      if (context.indexes().ownerOf(keying.localIndex()) != context.owner()) {
        throw new BrokenStateException("keys whose index was given back");
      }
    }
  }

  private boolean isTrusted(PeerIdentity peer) {
    return context.security().isStillTrusted(peer, context.engine().now().wallMillis());
  }

  /** Stops opening records of this keying. */
  void forget(Keying keying) {
    byIndex.remove(keying.localIndex());
    HandshakeExchange exchange = unconfirmed.remove(keying.localIndex());
    if (exchange != null) {
      exchange.end();
      handshakes.remove(exchange);
    }
    context.indexes().release(keying.localIndex());
  }

  void remove(PeerSession session) {
    byPeer.remove(session.peer());
  }
}
