package net.groupvpn.overlay.handshake;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HandshakeDelivery.Received;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Completed;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * One end of one handshake: the machine's steps, and the end. The way of a flight: {@link
 * #onFrame}, {@link #stepIfReady}, {@link #onStep}, then out through {@link HandshakeDelivery}.
 */
public final class HandshakeExchange {
  /** A handshake that has not ended after this time has failed. */
  public static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final byte[] NOTHING = {};

  /** Keeps the exchange and uses its outcome. */
  public interface Owner {
    /**
     * Why a peer that has proved its identity is not wanted, or null; asked before Finished is
     * sent.
     */
    @Nullable String refusal(HandshakeExchange exchange, Completed completed);

    /** Both Finished messages are verified, as seen from this end. */
    void onVerified(HandshakeExchange exchange, Completed completed);

    /** The handshake failed. */
    void onFailed(HandshakeExchange exchange, String reason);

    /** A finished responder need no longer answer the peer's retransmissions. */
    void onForgotten(HandshakeExchange exchange);

    /** The peer still repeats its last flight: it has not learned that this end has finished. */
    void onRepeated(HandshakeExchange exchange);
  }

  private final HandshakeContext context;
  private final Owner owner;
  private final boolean initiator;
  private final long attempt;
  private final Path path;
  private final @Nullable NodeId expected;
  private final int localIndex;
  private final HandshakeDelivery delivery;
  private @Nullable HandshakeMachine machine;
  private boolean stepping;
  private boolean finished;
  private boolean ended;
  private @Nullable String refusal;
  private boolean heardAfterFinished;

  private HandshakeExchange(
      HandshakeContext context,
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
    this.localIndex = context.indexes().allocate();
    this.delivery = new HandshakeDelivery(context, path, initiator, attempt, localIndex);
  }

  /** An exchange that this end begins; nothing is sent before {@link #start}. */
  static HandshakeExchange initiate(
      HandshakeContext context, Owner owner, Path path, @Nullable NodeId expected) {
    long attempt = context.engine().random().nextLong();
    return new HandshakeExchange(context, owner, path, expected, true, attempt);
  }

  /**
   * An exchange that the peer began with a frame of this attempt.
   *
   * @param keepsCookie whether the frame's cookie is one of this end's and stays in use
   */
  static HandshakeExchange respond(
      HandshakeContext context, Owner owner, Path path, HandshakeFrame first, boolean keepsCookie) {
    HandshakeExchange exchange =
        new HandshakeExchange(context, owner, path, null, false, first.attempt());
    if (keepsCookie) {
      exchange.delivery.useCookie(first.cookie());
    }
    return exchange;
  }

  /** Handles a loaded responder's cookie; false if this end does not want one. */
  boolean onRetry(byte[] cookie) {
    return !ended && remoteIndex() == 0 && delivery.retry(cookie);
  }

  void start() {
    context.engine().setTimer(TimerName.HANDSHAKE_GIVE_UP, this, GIVE_UP_NANOS, n -> giveUp());
    if (initiator) {
      step(NOTHING);
    }
  }

  /** Whether this end has begun it. */
  public boolean isInitiator() {
    return initiator;
  }

  long attempt() {
    return attempt;
  }

  /** The path of the handshake. */
  public Path path() {
    return path;
  }

  /** The node that must answer, or null for any node. */
  public @Nullable NodeId expected() {
    return expected;
  }

  /** The index that this end wants CONTROL records with. */
  public int localIndex() {
    return localIndex;
  }

  /** The index for CONTROL records that the peer wants; 0 before its first frame. */
  public int remoteIndex() {
    return delivery.remoteIndex();
  }

  /** Whether the other end is {@code other}, an exchange of this node itself. */
  boolean isWith(HandshakeExchange other) {
    return delivery.hears(other.delivery);
  }

  /** Whether this end has verified the peer's Finished. */
  boolean isFinished() {
    return finished;
  }

  /** Handles a frame whose MAC is right. */
  void onFrame(HandshakeFrame frame, int frameBytes) {
    Received received = delivery.receive(frame, frameBytes);
    if (received == null) {
      return;
    }
    if (finished) {
      heardAfterFinished |= received.isNew();
      owner.onRepeated(this);
    }
    if (!stepIfReady() && !stepping) {
      delivery.answer(received);
    }
  }

  private boolean stepIfReady() {
    if (stepping || finished || refusal != null || !delivery.isFlightComplete()) {
      return false;
    }
    step(delivery.takeFlight());
    return true;
  }

  private void step(byte[] input) {
    stepping = true;
    byte[] exportContext = exportContext();
    long wallMillis = context.engine().now().wallMillis();
    context
        .engine()
        .work(
            () -> machine().step(input, exportContext, wallMillis),
            () -> new Step(NOTHING, null, "the peer's bytes made the handshake fail"),
            result -> onStep(result));
  }

  // Runs as work. Steps follow one another, so only one thread at a time gets here.
  private HandshakeMachine machine() {
    HandshakeMachine ready = machine;
    if (ready == null) {
      ready = initiator ? context.security().initiate() : context.security().respond();
      machine = ready;
    }
    return ready;
  }

  private byte[] exportContext() {
    int client = initiator ? localIndex : remoteIndex();
    int server = initiator ? remoteIndex() : localIndex;
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
    delivery.append(step.output());
    if (failure != null) {
      refuse(failure);
      return;
    }
    if (completed != null) {
      machine = null;
      finished = true;
      delivery.pump();
      owner.onVerified(this, completed);
      return;
    }
    if (!stepIfReady()) {
      delivery.pump();
    }
  }

  /** An alert tells the peer; a responder stays for a while to repeat it. */
  private void refuse(String reason) {
    machine = null;
    refusal = reason;
    delivery.pump();
    if (initiator) {
      fail(reason);
    } else {
      context.count(OverlayCounter.DROPPED_HANDSHAKE_REFUSED);
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
    } else if (remoteIndex() == 0) {
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

  /** Stops; the index stays with the session that resulted. */
  public void end() {
    ended = true;
    machine = null;
    delivery.stop();
    context.engine().cancelTimer(TimerName.HANDSHAKE_GIVE_UP, this);
  }
}
