package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Finds out which datagrams the filter before this node lets in: asks directly reached peers to
 * send something from another of their ports, and checks whether it arrives. Does the same for
 * peers.
 */
public final class FilterCheck {
  /** Most peers that are asked. */
  static final int MAX_ASKED = 3;

  /** Most callers that wait for a result at the same time. */
  static final int MAX_WAITING = 8;

  /** Answers that this node sends per second to all peers together. */
  static final int MAX_ANSWERS_PER_SECOND = 8;

  private static final int MAX_TRIES = 3;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Engine engine;
  private final Sessions sessions;
  private final List<Consumer<FilteringBehaviour>> waiting = new ArrayList<>();
  private long token;
  private int tries;
  private boolean asked;
  private long answersSinceNanos;
  private int answers;

  public FilterCheck(Engine engine, Sessions sessions) {
    this.engine = engine;
    this.sessions = sessions;
  }

  /**
   * Starts a check; the answer follows within two seconds, or at once if there is nobody to ask.
   */
  public void ask(Consumer<FilteringBehaviour> answer) {
    if (waiting.size() >= MAX_WAITING) {
      answer.accept(FilteringBehaviour.UNKNOWN);
      return;
    }
    waiting.add(answer);
    if (waiting.size() == 1) {
      token = engine.random().nextLong();
      tries = 0;
      asked = false;
      next();
    }
  }

  private void next() {
    List<Session> peers = nearest();
    asked |= !peers.isEmpty();
    if (!asked) {
      end(FilteringBehaviour.UNKNOWN);
    } else if (tries++ == MAX_TRIES) {
      end(FilteringBehaviour.ADDRESS_AND_PORT_DEPENDENT);
    } else {
      peers.forEach(peer -> peer.send(message(MessageType.FILTER_TEST, token)));
      engine.setTimer(TimerName.FILTER_CHECK, this, RETRY_NANOS, now -> next());
    }
  }

  private List<Session> nearest() {
    return sessions.all().stream()
        .filter(Prober::isDirect)
        .sorted(Comparator.comparingLong(Session::rttNanos).thenComparing(Session::peer))
        .limit(MAX_ASKED)
        .toList();
  }

  private void end(FilteringBehaviour result) {
    engine.cancelTimer(TimerName.FILTER_CHECK, this);
    List<Consumer<FilteringBehaviour>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.accept(result));
  }

  /** A peer asks for a datagram from another port. */
  public void onTest(Session session, byte[] test) {
    try {
      long echoed = token(test);
      if (!Prober.isDirect(session) || !mayAnswer()) {
        engine.counters().increment(OverlayCounter.DROPPED_FILTER_TEST_LIMIT);
      } else {
        session.sendFromElsewhere(message(MessageType.FILTER_ANSWER, echoed));
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_FILTER_TEST_MALFORMED);
    }
  }

  private boolean mayAnswer() {
    long now = engine.now().bootNanos();
    if (now - answersSinceNanos >= TimeUnit.SECONDS.toNanos(1)) {
      answersSinceNanos = now;
      answers = 0;
    }
    return answers++ < MAX_ANSWERS_PER_SECOND;
  }

  /** A datagram from another port got through. */
  public void onAnswer(byte[] answer) {
    try {
      if (!waiting.isEmpty() && token(answer) == token) {
        end(FilteringBehaviour.ADDRESS_DEPENDENT_OR_LESS);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_FILTER_ANSWER_MALFORMED);
    }
  }

  private static byte[] message(MessageType type, long token) {
    return new WireWriter().code(type).i64(token).toBytes();
  }

  private static long token(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    long token = in.i64();
    in.end();
    return token;
  }
}
