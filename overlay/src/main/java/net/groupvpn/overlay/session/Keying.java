package net.groupvpn.overlay.session;

import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.record.EpochSecret;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.RatchetRule;
import net.groupvpn.overlay.record.ReceiveKeys;
import net.groupvpn.overlay.record.RecordOpener;
import net.groupvpn.overlay.record.RecordSealer;
import net.groupvpn.overlay.record.SendKeys;
import net.groupvpn.overlay.security.HandshakeMachine.Completed;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * The result of one finished handshake: the peer's identity, and the CONTROL and DATA keys of both
 * directions. A session has one, or two for a while when both ends have initiated.
 */
final class Keying {
  private static final long NEVER = Long.MIN_VALUE;

  private final PeerIdentity peer;
  private final NodeId client;
  private final Path path;
  private final long establishedNanos;
  private final ReceiveKeys controlReceive;
  private final ReceiveKeys dataReceive;
  private SendKeys controlSend;
  private SendKeys dataSend;
  private long heardNanos = NEVER;
  private long highestCounter = -1;
  private @Nullable PeerSession session;

  /** Derives all keys; {@code exchange} knows both ends' indexes. */
  Keying(SessionContext context, HandshakeExchange exchange, Completed completed) {
    Security security = context.security();
    boolean isClient = exchange.isInitiator();
    int local = exchange.localIndex();
    int remote = exchange.remoteIndex();
    long now = context.nowNanos();
    peer = completed.peer();
    client = isClient ? security.nodeId() : peer.nodeId();
    path = exchange.path();
    establishedNanos = now;
    byte[] control = completed.controlSecret();
    byte[] data = completed.dataSecret();
    controlReceive =
        new ReceiveKeys(
            EpochSecret.first(security, control, !isClient),
            local,
            ReceiveKeys.CONTROL_WINDOW_BITS);
    dataReceive =
        new ReceiveKeys(
            EpochSecret.first(security, data, !isClient),
            FrameHeader.dataIndex(local),
            ReceiveKeys.DATA_WINDOW_BITS);
    controlSend = new SendKeys(EpochSecret.first(security, control, isClient), remote, now);
    dataSend =
        new SendKeys(
            EpochSecret.first(security, data, isClient), FrameHeader.dataIndex(remote), now);
  }

  PeerIdentity peer() {
    return peer;
  }

  /** The initiator's ID, by which both ends agree on one of two handshakes. */
  NodeId client() {
    return client;
  }

  /** The path that the handshake ran on. */
  Path path() {
    return path;
  }

  /** Boot time at which this end had verified the handshake, nanoseconds. */
  long establishedNanos() {
    return establishedNanos;
  }

  /** Whether the peer has used it, and so has it. */
  boolean isConfirmed() {
    return heardNanos != NEVER;
  }

  int localIndex() {
    return controlReceive.localIndex();
  }

  /** The session that uses it, or null before it is first used. */
  @Nullable PeerSession session() {
    return session;
  }

  void attach(PeerSession owner) {
    session = owner;
  }

  ReceiveKeys dataReceive() {
    return dataReceive;
  }

  SendKeys dataSend() {
    return dataSend;
  }

  /** A whole SEALED frame with a CONTROL record. */
  byte[] seal(byte[] plain) {
    byte[] frame = new byte[plain.length + RecordSealer.OVERHEAD_BYTES];
    controlSend.seal(plain, 0, plain.length, frame, 0);
    return frame;
  }

  /** Opens a CONTROL record into {@code out}; as {@link RecordOpener#open}. */
  int open(byte[] frame, byte[] out, long bootNanos) {
    int length = controlReceive.open(frame, 0, frame.length, out, 0, bootNanos);
    if (length >= 0) {
      heardNanos = bootNanos;
    }
    return length;
  }

  /** Notes the counter of an opened record; true if no later one was seen before. */
  boolean isHighest(long counter) {
    if (counter <= highestCounter) {
      return false;
    }
    highestCounter = counter;
    return true;
  }

  /** Boot time at which a record was last opened, nanoseconds. */
  long heardNanos() {
    return heardNanos;
  }

  /** Whether a record was opened at {@code sinceNanos} or later. */
  boolean heardSince(long sinceNanos) {
    return heardNanos >= sinceNanos;
  }

  /** Moves the sending keys on if they are old or worn; true if the DATA keys moved. */
  boolean ratchet(RatchetRule rule, long nowNanos) {
    if (rule.isDue(controlSend, nowNanos)) {
      controlSend = controlSend.next(nowNanos);
    }
    if (rule.isDue(dataSend, nowNanos)) {
      dataSend = dataSend.next(nowNanos);
      return true;
    }
    return false;
  }
}
