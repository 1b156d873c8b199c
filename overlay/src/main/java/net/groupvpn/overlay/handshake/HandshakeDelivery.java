package net.groupvpn.overlay.handshake;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Carries the two byte streams of one handshake in frames, over a path that loses, repeats and
 * reorders them: acknowledges what has arrived and retransmits what has not. Limits what is sent to
 * an unproved address. The meaning of the bytes is irrelevant here.
 */
final class HandshakeDelivery {
  /** Wait before the first retransmission, nanoseconds; doubled each time. */
  static final long FIRST_RETRANSMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  static final long MAX_RETRANSMIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  static final int SMALL_FRAGMENT_BYTES = 400;

  /** After this many unanswered retransmissions the path may not carry large datagrams. */
  static final int LOSSES_BEFORE_SMALL_FRAGMENTS = 2;

  /** Most RETRY frames that one initiator accepts. */
  static final int MAX_RETRIES = 3;

  private static final int COOKIE_BYTES = 8;
  private static final byte[] NOTHING = {};

  /**
   * What a frame brought.
   *
   * @param isNew new bytes of the peer's stream
   * @param progressed a new acknowledgement, or the peer's first cookie
   */
  record Received(boolean isNew, boolean progressed) {}

  private final HandshakeContext context;
  private final Path path;
  private final boolean initiator;
  private final long attempt;
  private final int localIndex;
  private final IncomingStream incoming = new IncomingStream();
  private final OutgoingStream outgoing = new OutgoingStream();
  private final AddressProof proof;
  private byte[] cookie = NOTHING;
  private int remoteIndex;
  private int losses;
  private int retries;
  private boolean peerCutsSmall;
  private long retransmitNanos = FIRST_RETRANSMIT_NANOS;
  private boolean stopped;

  HandshakeDelivery(
      HandshakeContext context, Path path, boolean initiator, long attempt, int localIndex) {
    this.context = context;
    this.path = path;
    this.initiator = initiator;
    this.attempt = attempt;
    this.localIndex = localIndex;
    this.proof = new AddressProof(initiator);
    if (!initiator) {
      cookie = new byte[COOKIE_BYTES];
      context.engine().random().nextBytes(cookie);
    }
  }

  /** A responder's cookie that the initiator already has. */
  void useCookie(byte[] known) {
    cookie = known;
  }

  /** Starts sending again, with the cookie; false if that has happened too often. */
  boolean retry(byte[] given) {
    if (Arrays.equals(cookie, given)) {
      return true; // The answer to another frame of the same flight.
    }
    if (retries++ >= MAX_RETRIES) {
      return false;
    }
    cookie = given;
    outgoing.rewind();
    pump();
    return true;
  }

  /** The index that the peer wants records with; 0 before its first frame. */
  int remoteIndex() {
    return remoteIndex;
  }

  /** Handles a frame; null if it does not belong to this handshake. */
  @Nullable Received receive(HandshakeFrame frame, int frameBytes) {
    if (!isOfThisExchange(frame)) {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_FOREIGN);
      return null;
    }
    proof.onReceived(frameBytes);
    boolean echoed = learnCookie(frame);
    HandshakeFrame.Piece piece = frame.piece();
    peerCutsSmall |= isSmallCut(piece);
    boolean acknowledged = outgoing.acknowledge(piece.ack());
    boolean isNew = incoming.add(piece.offset(), piece.fragment(), piece.total());
    if (acknowledged || isNew) {
      retransmitNanos = FIRST_RETRANSMIT_NANOS;
    }
    return new Received(isNew, acknowledged || echoed);
  }

  /** A short piece although more follows: the peer has met losses, and did not choose this size. */
  private static boolean isSmallCut(HandshakeFrame.Piece piece) {
    int length = piece.fragment().length;
    return length > 0 && length <= SMALL_FRAGMENT_BYTES && piece.offset() + length < piece.total();
  }

  private boolean isOfThisExchange(HandshakeFrame frame) {
    int control = frame.controlIndex();
    if (control == 0
        || control != FrameHeader.controlIndex(control)
        || frame.dataIndex() != FrameHeader.dataIndex(control)) {
      return false;
    }
    if (remoteIndex == 0) {
      remoteIndex = control;
    }
    return remoteIndex == control;
  }

  private boolean learnCookie(HandshakeFrame frame) {
    if (!initiator) {
      return proof.onEcho(Arrays.equals(frame.cookie(), cookie));
    }
    boolean first = cookie.length == 0;
    cookie = frame.cookie();
    return first;
  }

  /** Whether everything that the peer has announced is there and not yet taken. */
  boolean isFlightComplete() {
    return incoming.isFlightComplete();
  }

  byte[] takeFlight() {
    return incoming.take();
  }

  /**
   * Whether the peer's stream ends with what {@code other} has sent. A carrier may rewrite frames,
   * but not what TLS has encrypted.
   */
  boolean hears(HandshakeDelivery other) {
    byte[] tail = incoming.tail();
    return tail.length == IncomingStream.TAIL_BYTES && other.outgoing.contains(tail);
  }

  /** Adds to this end's stream; {@link #pump} sends it. */
  void append(byte[] bytes) {
    outgoing.append(bytes);
  }

  /** Goes on sending, or at least acknowledges what has arrived, so that the peer can go on. */
  void answer(Received received) {
    boolean sent = pump();
    boolean worthAnAck =
        received.isNew() ? initiator || proof.isProved() : !received.progressed() && !initiator;
    if (!sent && worthAnAck) {
      transmit(NOTHING);
    }
  }

  /**
   * Sends unsent bytes, as far as the limit for an unproved address allows; whether any were sent.
   */
  boolean pump() {
    boolean sent = false;
    while (outgoing.hasUnsent()) {
      byte[] fragment = outgoing.peek(fragmentBytes());
      if (!transmit(fragment)) {
        break;
      }
      outgoing.advance(fragment.length);
      sent = true;
    }
    armRetransmit();
    return sent;
  }

  private int fragmentBytes() {
    return losses >= LOSSES_BEFORE_SMALL_FRAGMENTS || peerCutsSmall
        ? SMALL_FRAGMENT_BYTES
        : HandshakeFrame.MAX_FRAGMENT_BYTES;
  }

  private boolean transmit(byte[] fragment) {
    int bytes = HandshakeFrame.OVERHEAD_BYTES + cookie.length + fragment.length;
    int padding = initiator && cookie.length == 0 ? AddressProof.padding(path, bytes, losses) : 0;
    if (!proof.maySend(bytes)) {
      context.count(OverlayCounter.HANDSHAKE_HELD_UNPROVED);
      return false;
    }
    proof.onSent(bytes);
    HandshakeFrame frame =
        new HandshakeFrame(
            attempt,
            !initiator,
            localIndex,
            FrameHeader.dataIndex(localIndex),
            new HandshakeFrame.Piece(
                fragment.length == 0 ? outgoing.total() : outgoing.position(),
                outgoing.total(),
                incoming.contiguous(),
                fragment),
            cookie,
            padding);
    context.sender().send(path, frame.encode(context.realmTag(), context.security()));
    return true;
  }

  private void armRetransmit() {
    // An initiator keeps asking even when everything that it sent has arrived: a responder may be
    // waiting for the proof of its address.
    if (!stopped && (initiator || !outgoing.isAcknowledged())) {
      context
          .engine()
          .setTimer(TimerName.HANDSHAKE_RETRANSMIT, this, retransmitNanos, n -> retransmit());
    } else {
      context.engine().cancelTimer(TimerName.HANDSHAKE_RETRANSMIT, this);
    }
  }

  private void retransmit() {
    losses++;
    retransmitNanos = Math.min(2 * retransmitNanos, MAX_RETRANSMIT_NANOS);
    outgoing.rewind();
    if (!pump() && initiator) {
      transmit(NOTHING);
    }
  }

  /** Stops sending. */
  void stop() {
    stopped = true;
    context.engine().cancelTimer(TimerName.HANDSHAKE_RETRANSMIT, this);
  }
}
