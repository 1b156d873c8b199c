package net.groupvpn.overlay.session;

import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import org.jspecify.annotations.Nullable;

/** Handles each message of a CONTROL record. */
final class SessionInput {
  private final SessionContext context;

  SessionInput(SessionContext context) {
    this.context = context;
  }

  /**
   * Handles an opened record's message; {@code isHighest} tells that no newer one arrived before.
   * The record that begins a session may also have ended it, where there are too many sessions.
   */
  void onMessage(PeerSession session, Keying keying, Path from, byte[] message, boolean isHighest) {
    if (session.isClosed()) {
      return;
    }
    MessageType type = MessageType.of(message);
    if (type != MessageType.FILTER_ANSWER) {
      session.paths().onRecord(from, isHighest, isProbe(type));
    }
    try {
      if (type == MessageType.MOVED && isHighest) {
        session.paths().onPeerMoved(from);
      }
      if (type == null) {
        context.count(OverlayCounter.DROPPED_MESSAGE_UNKNOWN);
      } else {
        dispatch(type, session, keying, from, message);
      }
    } catch (WireException e) {
      context.count(OverlayCounter.DROPPED_MESSAGE_MALFORMED);
    }
  }

  /** Whether the peer sends it on that path for a reason other than its choice of the path. */
  private static boolean isProbe(@Nullable MessageType type) {
    return type == MessageType.PATH_CHALLENGE
        || type == MessageType.MOVED
        || type == MessageType.PATH_RESPONSE
        || type == MessageType.MTU_ANSWER;
  }

  private void dispatch(
      MessageType type, PeerSession session, Keying keying, Path from, byte[] message)
      throws WireException {
    if (session.isClosed()) {
      return;
    }
    WireReader in = new WireReader(message, 1, message.length - 1);
    switch (type) {
      case READY -> in.end();
      case PING -> onPing(session, keying, from, in);
      case PONG -> session.keepalive().onPong(in.i64());
      case PATH_CHALLENGE, MOVED ->
          session.sendOn(from, ControlMessages.path(MessageType.PATH_RESPONSE, in.i64()));
      case PATH_RESPONSE -> session.paths().validator().onResponse(from, in.i64());
      case MTU_PROBE -> session.sendOn(from, ControlMessages.mtuAnswer(in.i64()));
      case MTU_ANSWER -> session.mtu().onAnswer(from, in.i64());
      case FRAGMENT -> onFragment(session, from, in);
      case CLOSE -> session.onPeerClose(keying, CloseReason.of(in.u8()));
      default -> deliver(type, session, from, message);
    }
  }

  /** Answered on the path and with the keys of the ping, because it asks about those. */
  private void onPing(PeerSession session, Keying keying, Path from, WireReader in)
      throws WireException {
    long token = in.i64();
    int unanswered = in.u8();
    context.sender().send(from, keying.seal(ControlMessages.pong(token)));
    if (unanswered > 0) {
      session.keepalive().suspect();
    }
  }

  private void onFragment(PeerSession session, Path from, WireReader in) throws WireException {
    byte[] whole = session.assembly().add(in, context.nowNanos());
    if (whole != null) {
      deliver(MessageType.of(whole), session, from, whole);
    }
  }

  private void deliver(@Nullable MessageType type, PeerSession session, Path from, byte[] message) {
    if (type == null || type.isOfSessions()) {
      context.count(OverlayCounter.DROPPED_MESSAGE_UNKNOWN);
    } else {
      context.events().onMessage(session, from, type, message);
    }
  }
}
