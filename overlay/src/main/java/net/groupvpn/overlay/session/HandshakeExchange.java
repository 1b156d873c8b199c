package net.groupvpn.overlay.session;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Completed;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * One end of one handshake: frames in, steps of the machine, frames out, again and again until
 * acknowledged. A frame's way: {@link #onFrame}, {@link #stepIfReady}, {@link #onStep}, {@link
 * #pump}.
 */
final class HandshakeExchange {
  /** A handshake that has not ended after this long has failed. */
  static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Wait before the first retransmission; doubled with each. */
  static final long FIRST_RETRANSMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  static final long MAX_RETRANSMIT_NANOS = TimeUnit.SECONDS.toNanos(2);
  static final int SMALL_FRAGMENT_BYTES = 400;

  /** After so many retransmissions without an answer the path may not take large datagrams. */
  static final int LOSSES_BEFORE_SMALL_FRAGMENTS = 2;

  private static final int COOKIE_BYTES = 8;
  private static final byte[] NOTHING = {};

  /** Who keeps the exchange and uses what comes of it. */
  interface Owner {
    /** Why a peer that proved itself is not wanted, or null; asked before Finished is sent. */
    @Nullable String refusal(HandshakeExchange exchange, Completed completed);

    /** Both Finished messages are verified, as seen from this end. */
    void onVerified(HandshakeExchange exchange, Completed completed);

    /** It came to nothing. */
    void onFailed(HandshakeExchange exchange, String reason);

    /** A responder that had finished need no longer be at hand for the peer's repetitions. */
    void onForgotten(HandshakeExchange exchange);

    /** The peer still repeats its last flight: it has not heard that this end has finished. */
    void onRepeated(HandshakeExchange exchange);
  }

  private final SessionContext context;
  private final Owner owner;
  private final boolean initiator;
  private final long attempt;
  private final Path path;
  private final @Nullable NodeId expected;
  private final int localIndex;
  private final IncomingStream incoming = new IncomingStream();
  private final OutgoingStream outgoing = new OutgoingStream();
  private final AddressProof proof;
  private byte[] cookie;
  private int remoteIndex;
  private @Nullable HandshakeMachine machine;
  private boolean stepping;
  private boolean finished;
  private boolean ended;
  private @Nullable String refusal;
  private boolean heardAfterFinished;
  private int losses;
  private long retransmitNanos = FIRST_RETRANSMIT_NANOS;

  private HandshakeExchange(
      SessionContext context,
      Owner owner,
      Path path,
      @Nullable NodeId expected,
      boolean initiator,
      long attempt) {
    this.context = context;
    this.owner = owner;
    this.path = path;
    this.expected = expected;
    this.initiator = initiator;
    this.attempt = attempt;
    this.localIndex = context.allocateIndex();
    this.proof = new AddressProof(initiator);
    this.cookie = NOTHING;
  }

  /** An exchange that this end begins; nothing is sent before {@link #start}. */
  static HandshakeExchange initiate(
      SessionContext context, Owner owner, Path path, @Nullable NodeId expected) {
    long attempt = context.engine().random().nextLong();
    return new HandshakeExchange(context, owner, path, expected, true, attempt);
  }

  /** An exchange that the peer began with a frame of this attempt. */
  static HandshakeExchange respond(
      SessionContext context, Owner owner, Path path, HandshakeFrame first) {
    HandshakeExchange exchange =
        new HandshakeExchange(context, owner, path, null, false, first.attempt());
    exchange.cookie = new byte[COOKIE_BYTES];
    context.engine().random().nextBytes(exchange.cookie);
    return exchange;
  }

  void start() {
    context.engine().setTimer(TimerName.HANDSHAKE_GIVE_UP, this, GIVE_UP_NANOS, n -> giveUp());
    if (initiator) {
      step(NOTHING);
    }
  }

  boolean isInitiator() {
    return initiator;
  }

  long attempt() {
    return attempt;
  }

  Path path() {
    return path;
  }

  @Nullable NodeId expected() {
    return expected;
  }

  int localIndex() {
    return localIndex;
  }

  int remoteIndex() {
    return remoteIndex;
  }

  /** Whether this end has verified the peer's Finished. */
  boolean isFinished() {
    return finished;
  }

  /** Takes a frame whose MAC is right. */
  void onFrame(HandshakeFrame frame, int frameBytes) {
    if (!isOfThisExchange(frame)) {
      context.count("dropped.handshake.foreign");
      return;
    }
    proof.onReceived(frameBytes);
    boolean echoed = learnCookie(frame);
    boolean acknowledged = outgoing.acknowledge(frame.ack());
    boolean isNew = incoming.add(frame.offset(), frame.fragment(), frame.total());
    if (acknowledged || isNew) {
      retransmitNanos = FIRST_RETRANSMIT_NANOS;
    }
    if (finished) {
      heardAfterFinished |= isNew;
      owner.onRepeated(this);
    }
    if (!stepIfReady()) {
      answer(isNew, acknowledged || echoed);
    }
  }

  private boolean isOfThisExchange(HandshakeFrame frame) {
    int control = frame.controlIndex();
    if (control == 0
        || control != IndexAllocator.controlIndex(control)
        || frame.dataIndex() != IndexAllocator.dataIndex(control)) {
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

  /** Goes on sending, or at least says what has arrived, so that the peer can go on. */
  private void answer(boolean isNew, boolean progressed) {
    if (stepping) {
      return;
    }
    boolean sent = pump();
    boolean worthAnAck = isNew ? initiator || proof.isProved() : !progressed && !initiator;
    if (!sent && worthAnAck) {
      transmit(NOTHING);
    }
  }

  private boolean stepIfReady() {
    if (stepping || finished || refusal != null || !incoming.isFlightComplete()) {
      return false;
    }
    step(incoming.take());
    return true;
  }

  private void step(byte[] input) {
    stepping = true;
    byte[] exportContext = exportContext();
    long wallMillis = context.engine().now().wallMillis();
    context
        .engine()
        .work(() -> machine().step(input, exportContext, wallMillis), result -> onStep(result));
  }

  // Runs as work: steps come one after the other, so only one thread at a time gets here.
  private HandshakeMachine machine() {
    HandshakeMachine ready = machine;
    if (ready == null) {
      ready = initiator ? context.security().initiate() : context.security().respond();
      machine = ready;
    }
    return ready;
  }

  private byte[] exportContext() {
    int client = initiator ? localIndex : remoteIndex;
    int server = initiator ? remoteIndex : localIndex;
    return new WireWriter().fixed(context.realmTag()).i32(client).i32(server).toBytes();
  }

  private void onStep(Step step) {
    stepping = false;
    if (ended) {
      return;
    }
    Completed completed = step.completed();
    String failure = completed == null ? step.failure() : owner.refusal(this, completed);
    if (completed != null && failure != null) {
      fail(failure);
      return;
    }
    outgoing.append(step.output());
    if (failure != null) {
      refuse(failure);
      return;
    }
    if (completed != null) {
      machine = null;
      finished = true;
      pump();
      owner.onVerified(this, completed);
      return;
    }
    if (!stepIfReady()) {
      pump();
    }
  }

  /** The peer is told by an alert; a responder stays for a while, to repeat it. */
  private void refuse(String reason) {
    machine = null;
    refusal = reason;
    pump();
    if (initiator) {
      fail(reason);
    } else {
      context.count("dropped.handshake.refused");
    }
  }

  /** Sends what was not sent yet, as far as the unproved address may be sent to. */
  private boolean pump() {
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
    return losses >= LOSSES_BEFORE_SMALL_FRAGMENTS
        ? SMALL_FRAGMENT_BYTES
        : HandshakeFrame.MAX_FRAGMENT_BYTES;
  }

  private boolean transmit(byte[] fragment) {
    int bytes = HandshakeFrame.OVERHEAD_BYTES + cookie.length + fragment.length;
    int padding = initiator && cookie.length == 0 ? AddressProof.padding(path, bytes, losses) : 0;
    if (!proof.maySend(bytes)) {
      context.count("handshake.held.unproved");
      return false;
    }
    proof.onSent(bytes);
    HandshakeFrame frame =
        new HandshakeFrame(
            attempt,
            !initiator,
            localIndex,
            IndexAllocator.dataIndex(localIndex),
            fragment.length == 0 ? outgoing.total() : outgoing.position(),
            outgoing.total(),
            incoming.contiguous(),
            cookie,
            fragment,
            padding);
    context.sender().send(path, frame.encode(context.realmTag(), context.security()));
    return true;
  }

  private void armRetransmit() {
    // An initiator asks on even when all it sent has arrived: a responder may be waiting for the
    // proof of its address.
    if (!ended && (initiator || !outgoing.isAcknowledged())) {
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

  private void giveUp() {
    if (finished && !initiator) {
      end();
      owner.onForgotten(this);
    } else if (refusal != null) {
      fail(refusal);
    } else if (heardAfterFinished) {
      fail("the other end did not accept this node's certificate");
    } else if (remoteIndex == 0) {
      fail("no answer");
    } else {
      fail("the handshake did not end within 10 s");
    }
  }

  private void fail(String reason) {
    end();
    context.indexes().release(localIndex);
    owner.onFailed(this, reason);
  }

  /** Stops; the index stays with the session that came of it. */
  void end() {
    ended = true;
    machine = null;
    context.engine().cancelTimer(TimerName.HANDSHAKE_RETRANSMIT, this);
    context.engine().cancelTimer(TimerName.HANDSHAKE_GIVE_UP, this);
  }
}
