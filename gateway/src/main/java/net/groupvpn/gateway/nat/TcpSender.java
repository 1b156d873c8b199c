package net.groupvpn.gateway.nat;

import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.TcpSegment;

/**
 * What goes to a member on one connection: sends what windows allow, sends again what is lost (RFC
 * 6298, RFC 6582; with selective acknowledgements in the way of RFC 6675), asks at a closed window.
 * Not thread-safe.
 *
 * <pre>
 *   una ...... next ...... max          sequence numbers; queue begins at una
 *    sent,      to send     sent before
 *    waiting    again       a timeout
 * </pre>
 */
final class TcpSender {
  /** Timeouts in a row, without a sign of life, after which a connection is given up. */
  static final int MAX_TIMEOUTS = 10;

  /** The same for the handshake: two minutes. */
  static final int MAX_SYN_TIMEOUTS = 6;

  private static final long MAX_PROBE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final SenderLink link;
  private final ByteQueue queue;
  private final Scoreboard board = new Scoreboard();
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private final CongestionWindow congestion;
  private final int mss;
  private final int shift;
  private int una;
  private int next;
  private int max;
  private long window;
  private int windowSequence;
  private int windowAcknowledgement;
  private boolean eof;
  private boolean finSent;
  private int finAt;

  private boolean recovering;
  private int recover;

  private boolean timing;
  private int timedEnd;
  private long timedNanos;
  private long lastSentNanos;
  private int timeouts;
  private int probes;
  private boolean congestionLimited;

  /**
   * Of a connection whose SYN has come.
   *
   * @param initial number of this end's SYN
   * @param mss longest piece of data that the member and the way to it take
   */
  TcpSender(SenderLink link, ByteQueue queue, Segment syn, int initial, int mss) {
    this.link = link;
    this.queue = queue;
    this.mss = mss;
    this.shift = Math.max(0, syn.windowShift);
    this.congestion = new CongestionWindow(mss);
    this.una = initial;
    this.next = initial;
    this.max = initial;
    this.window = syn.window;
    this.windowSequence = syn.sequence;
    this.windowAcknowledgement = initial;
    this.recover = initial;
  }

  int una() {
    return una;
  }

  int next() {
    return next;
  }

  boolean isFinSent() {
    return finSent;
  }

  /** Whether the member has acknowledged everything and the FIN. */
  boolean isFinAcknowledged() {
    return finSent && Sequence.isAfter(una, finAt);
  }

  /** How many more bytes may wait in the queue: what the windows can use soon, and a little. */
  int room(int capacity) {
    int useful = (int) Math.min(capacity, 2L * congestion.bytes() + BlockPool.BLOCK_BYTES);
    return Math.max(0, useful - queue.size());
  }

  /** There is nothing more to come after the queue. */
  void onEof(long now) {
    eof = true;
    transmit(now);
  }

  /** Sends the SYN, again if it was sent before; the caller has written it. */
  void onSynSent(long now) {
    next = una + 1;
    max = next;
    link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
  }

  /** Whether an acknowledgement is of something that was sent. */
  boolean isAcceptable(int acknowledgement) {
    return !Sequence.isAfter(acknowledgement, max);
  }

  /** Takes an acceptable acknowledgement. */
  void onAcknowledgement(long now, Segment segment) {
    int acknowledgement = segment.acknowledgement;
    if (Sequence.isBefore(acknowledgement, una)) {
      return;
    }
    timeouts = 0;
    board.note(segment, una, max);
    boolean windowMoved = updateWindow(segment);
    if (acknowledgement != una) {
      advance(now, acknowledgement);
    } else if (max != una && segment.length() == 0 && (!windowMoved || segment.sacks > 0)) {
      board.onDuplicate();
    }
    if (isLossSeen()) {
      beginRecovery(now);
    }
    transmit(now);
  }

  /** RFC 9293 3.10.7.4; the window in a SYN is never scaled. */
  private boolean updateWindow(Segment segment) {
    boolean isNewer =
        Sequence.isBefore(windowSequence, segment.sequence)
            || (windowSequence == segment.sequence
                && !Sequence.isAfter(windowAcknowledgement, segment.acknowledgement));
    long offered = (long) segment.window << shift;
    if (!isNewer) {
      return false;
    }
    boolean isMoved = offered != window;
    windowSequence = segment.sequence;
    windowAcknowledgement = segment.acknowledgement;
    window = offered;
    return isMoved;
  }

  private void advance(long now, int acknowledgement) {
    int acknowledged = acknowledgement - una;
    // The rest are the numbers of SYN and FIN. Nothing is queued before the SYN is acknowledged.
    queue.discard(Math.min(acknowledged, queue.size()));
    una = acknowledgement;
    next = Sequence.later(next, una);
    board.onAcknowledged(una);
    if (timing && !Sequence.isBefore(una, timedEnd)) {
      timing = false;
      timeout.onSample(now - timedNanos);
    }
    timeout.onProgress();
    if (!recovering) {
      congestion.onAcknowledged(acknowledged, congestionLimited);
    } else if (!Sequence.isBefore(una, recover)) {
      recovering = false;
    } else if (!board.isSelective()) {
      // Some of what was lost has come: so the next is lost, too (RFC 6582 3.2).
      resendAt(una, mss);
    }
    if (una == max) {
      link.clear(NatTimer.RETRANSMIT);
    } else {
      link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
    }
  }

  private boolean isLossSeen() {
    boolean isNews = max != una && !Sequence.isBefore(una, recover);
    return !recovering && isNews && board.isLossSeen(mss);
  }

  private void beginRecovery(long now) {
    link.count(NatCounter.TCP_FAST_RETRANSMIT);
    congestion.onLoss(next - una);
    recovering = true;
    recover = max;
    board.beginRecovery(una);
    resendAt(una, mss);
    link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
  }

  /** Sends again from a number on, nothing that was not sent before; tells how many bytes. */
  private int resendAt(int sequence, int limit) {
    timing = false;
    int dataEnd = una + queue.size();
    int length = Math.min(Math.min(mss, limit), Sequence.earlier(dataEnd, max) - sequence);
    if (length > 0) {
      link.emit(sequence, TcpSegment.ACK, sequence - una, length);
      board.onResent(sequence + length);
    } else if (finSent) {
      link.emit(dataEnd, TcpSegment.FIN | TcpSegment.ACK, 0, 0);
      board.onResent(dataEnd + 1);
    }
    return Math.max(0, length);
  }

  /** Sends what may be sent now. */
  void transmit(long now) {
    if (una == max && now - lastSentNanos > timeout.nanos()) {
      congestion.onIdle();
    }
    int pipe = recovering ? resendHoles() : next - una;
    congestionLimited = false;
    while (sendNext(now, pipe)) {
      pipe += mss;
    }
    if (max != una && !link.isSet(NatTimer.RETRANSMIT)) {
      link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
    }
    watchWindow(now);
  }

  /** RFC 6675 4 and 5, with one round of resending; what is lost again waits for the timeout. */
  private int resendHoles() {
    int pipe = next - una - board.gone(una, mss);
    for (int i = 0; i < board.holes(); i++) {
      int hole = board.holeStart(i, una);
      int end = board.holeEnd(i);
      while (Sequence.isBefore(hole, end) && pipe + mss <= congestion.bytes()) {
        int sent = resendAt(hole, end - hole);
        if (sent == 0) {
          return Math.max(0, pipe);
        }
        hole += sent;
        pipe += sent;
      }
    }
    return Math.max(0, pipe);
  }

  /** Sends one segment, if there is one and it may go. */
  private boolean sendNext(long now, int pipe) {
    int dataEnd = una + queue.size();
    int unsent = dataEnd - next;
    boolean isFinDue = eof && unsent == 0 && !isFinAcknowledged();
    if (unsent < 0 || (unsent == 0 && !isFinDue)) {
      return false;
    }
    int inFlight = next - una;
    long open = window - inFlight;
    int length = (int) Math.min(Math.min(mss, unsent), Math.max(0, open));
    boolean isFull = length == mss || length == unsent;
    if (open <= 0 || (!isFull && inFlight > 0)) {
      return false;
    }
    if (pipe > 0 && pipe + length > congestion.bytes()) {
      congestionLimited = true;
      return false;
    }
    int flags = TcpSegment.ACK;
    if (isFinDue) {
      flags |= TcpSegment.FIN;
      finSent = true;
      finAt = next;
    } else if (length == unsent) {
      flags |= TcpSegment.PSH;
    }
    emitNext(now, flags, isFinDue ? 0 : inFlight, length, isFinDue ? 1 : length);
    return true;
  }

  private void emitNext(long now, int flags, int position, int length, int numbers) {
    link.emit(next, flags, position, length);
    if (next == max && !timing) {
      timing = true;
      timedEnd = next + numbers;
      timedNanos = now;
    }
    next += numbers;
    max = Sequence.later(max, next);
    lastSentNanos = now;
  }

  /** Nothing under way and something to send: the window is closed. Only then it is asked. */
  private void watchWindow(long now) {
    boolean hasMore = queue.size() > 0 || (eof && !finSent);
    if (una != max || !hasMore) {
      probes = 0;
      link.clear(NatTimer.PROBE);
    } else if (!link.isSet(NatTimer.PROBE)) {
      link.set(NatTimer.PROBE, now + probeNanos());
    }
  }

  private long probeNanos() {
    return Math.min(MAX_PROBE_NANOS, timeout.nanos() << Math.min(probes, Byte.SIZE));
  }

  /** The window is still closed: a number that the member has makes it answer. */
  void onProbe(long now) {
    probes++;
    link.emit(una - 1, TcpSegment.ACK, 0, 0);
    link.set(NatTimer.PROBE, now + probeNanos());
  }

  /**
   * Nothing was acknowledged in time: all is sent again, from the first (RFC 6298 5.4 to 5.6).
   *
   * @return false if the member is to be given up
   */
  boolean onTimeout(long now) {
    if (++timeouts > MAX_TIMEOUTS) {
      return false;
    }
    link.count(NatCounter.TCP_TIMEOUT);
    congestion.onTimeout(max - una);
    timeout.backOff();
    timing = false;
    recovering = false;
    recover = max;
    board.clear(una);
    next = una;
    int length = resendAt(una, mss);
    next += length > 0 ? length : finSent ? 1 : 0;
    lastSentNanos = now;
    link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
    return true;
  }

  /** For the SYN's repetition. */
  boolean onSynTimeout(long now) {
    timeout.backOff();
    timing = false;
    link.set(NatTimer.RETRANSMIT, now + timeout.nanos());
    return ++timeouts <= MAX_SYN_TIMEOUTS;
  }
}
