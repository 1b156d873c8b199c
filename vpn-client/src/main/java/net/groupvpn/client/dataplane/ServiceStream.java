package net.groupvpn.client.dataplane;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;

/**
 * One connection of {@link ServiceStreams}: takes requests in, in order, and hands answers to its
 * {@link StreamSender}. Each call returns whether it still exists.
 */
final class ServiceStream {
  /** Most requests of one connection that wait for their answers; the next ones wait unread. */
  static final int MAX_PENDING = 16;

  /** Most bytes of requests that wait unread: the window. */
  static final int MAX_WAITING_BYTES = 16_384;

  /** How long a request keeps its place: longer than any service takes for an answer. */
  static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(6);

  /** How long a connection may be without progress (RFC 7766 6.2.3: some seconds). */
  static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** How long a connection may last, whatever comes by it; who asks has to begin another one. */
  static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final int LENGTH_BYTES = 2;
  private static final int MAX_REQUEST_BYTES = LocalService.Reply.MAX_PAYLOAD_BYTES;

  /** From a smaller window on, its growing is told. */
  private static final int SMALL_WINDOW_BYTES = 1_200;

  private static final byte[] NOTHING = {};

  private final int firstSequence;
  private final int firstOwnSequence;
  private final long begunNanos;
  private final Output output;
  private final Requests requests;
  private final StreamSender sender;
  private final Deque<Request> pending = new ArrayDeque<>();
  private byte[] received = NOTHING;
  private int expected;
  private long progressNanos;
  private boolean isReading;
  private boolean isPeerDone;
  private boolean isDone;

  /** Sends to the other end. */
  interface Output {
    /** False if it could not be sent. */
    boolean send(Control control, byte[] payload);
  }

  /** Receives requests. */
  interface Requests {
    /** False if nobody accepts it; otherwise {@link ServiceStream#answer} may follow. */
    boolean onRequest(ServiceStream from, Request request, byte[] bytes);

    /** A request has lost its place without an answer. */
    void onUnanswered();
  }

  /** One request that waits. Compared by identity. */
  static final class Request {
    private final long sinceNanos;

    private Request(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  ServiceStream(
      int firstSequence, int firstOwnSequence, long nowNanos, Output output, Requests requests) {
    this.firstSequence = firstSequence;
    this.firstOwnSequence = firstOwnSequence;
    this.begunNanos = nowNanos;
    this.progressNanos = nowNanos;
    this.output = output;
    this.requests = requests;
    this.expected = firstSequence + 1;
    this.sender = new StreamSender(firstOwnSequence + 1, this::send);
  }

  /** Whether {@code syn} is the beginning of this very connection, sent again. */
  boolean isBegunBy(Control syn) {
    return syn.sequence() == firstSequence && expected == firstSequence + 1;
  }

  /** When anything was taken, answered or acknowledged last. */
  long progressNanos() {
    return progressNanos;
  }

  void greet() {
    int flags = TcpSegment.SYN | TcpSegment.ACK;
    output.send(new Control(firstOwnSequence, expected, flags, window()), NOTHING);
  }

  /** Ends it from this side, immediately. */
  void abort() {
    int flags = TcpSegment.RST | TcpSegment.ACK;
    output.send(new Control(sender.nextSequence(), expected, flags, window()), NOTHING);
  }

  private boolean aborted() {
    abort();
    return false;
  }

  private boolean send(int sequence, boolean isEnd, byte[] payload) {
    int flags = (isEnd ? TcpSegment.FIN : TcpSegment.PSH) | TcpSegment.ACK;
    return output.send(new Control(sequence, expected, flags, window()), payload);
  }

  private int window() {
    return MAX_WAITING_BYTES - received.length;
  }

  boolean onSegment(Control control, byte[] payload, long nowNanos) {
    boolean isAcknowledging = (control.flags() & TcpSegment.ACK) != 0;
    if (isAcknowledging
        && sender.onAcknowledgement(control.acknowledgement(), control.window(), nowNanos)) {
      progressNanos = nowNanos;
    }
    if (control.sequence() != expected) {
      // A retransmission, or a probe whether this end lives: both need the expected sequence
      // number.
      acknowledge();
      return true;
    }
    boolean isFin = (control.flags() & TcpSegment.FIN) != 0;
    int room = isPeerDone ? 0 : window();
    byte[] taken = Arrays.copyOf(payload, Math.min(payload.length, room));
    if (taken.length > 0 && !take(taken, nowNanos)) {
      return aborted();
    }
    if (isFin && taken.length == payload.length && !isPeerDone) {
      expected++;
      isPeerDone = true;
    }
    if (payload.length > 0 || isFin) {
      acknowledge();
      endIfDone(nowNanos);
    }
    return !(isPeerDone && sender.isOver());
  }

  private boolean take(byte[] payload, long nowNanos) {
    int before = received.length;
    received = Arrays.copyOf(received, before + payload.length);
    System.arraycopy(payload, 0, received, before, payload.length);
    expected += payload.length;
    progressNanos = nowNanos;
    return read(nowNanos);
  }

  /** Passes on whole requests, while not too many are under way. */
  private boolean read(long nowNanos) {
    if (isReading) {
      return true; // The service has answered at once; the loop below goes on.
    }
    isReading = true;
    byte[] bytes = received;
    int at = 0;
    while (bytes.length - at >= LENGTH_BYTES && pending.size() < MAX_PENDING) {
      int length = (bytes[at] & 0xff) << Byte.SIZE | (bytes[at + 1] & 0xff);
      if (length > MAX_REQUEST_BYTES) {
        return false;
      }
      int end = at + LENGTH_BYTES + length;
      if (end > bytes.length) {
        break;
      }
      Request request = new Request(nowNanos);
      pending.add(request);
      byte[] content = Arrays.copyOfRange(bytes, at + LENGTH_BYTES, end);
      if (!requests.onRequest(this, request, content)) {
        return false;
      }
      at = end;
    }
    received = Arrays.copyOfRange(bytes, at, bytes.length);
    isReading = false;
    return true;
  }

  /** Sends the answer to one request; one that has lost its place is no longer answered. */
  boolean answer(Request request, byte[] answer, long nowNanos) {
    if (!pending.remove(request)) {
      return true;
    }
    progressNanos = nowNanos;
    byte[] message = new byte[LENGTH_BYTES + answer.length];
    message[0] = (byte) (answer.length >>> Byte.SIZE);
    message[1] = (byte) answer.length;
    System.arraycopy(answer, 0, message, LENGTH_BYTES, answer.length);
    if (answer.length > LocalService.Reply.MAX_STREAM_BYTES || !sender.add(message, nowNanos)) {
      return aborted();
    }
    return goOn(nowNanos);
  }

  /** Time has passed. */
  boolean onTime(long nowNanos) {
    int before = pending.size();
    while (!pending.isEmpty() && nowNanos - pending.getFirst().sinceNanos >= REQUEST_NANOS) {
      pending.removeFirst();
      requests.onUnanswered();
    }
    boolean isOver =
        nowNanos - progressNanos >= IDLE_NANOS
            || nowNanos - begunNanos >= LIFE_NANOS
            || !sender.onTime(nowNanos);
    if (isOver) {
      return aborted();
    }
    return pending.size() == before || goOn(nowNanos);
  }

  /** Places are free again. */
  private boolean goOn(long nowNanos) {
    int before = window();
    if (!read(nowNanos)) {
      return aborted();
    }
    if (before < SMALL_WINDOW_BYTES && window() > before) {
      acknowledge();
    }
    endIfDone(nowNanos);
    return true;
  }

  private void endIfDone(long nowNanos) {
    if (isPeerDone && pending.isEmpty() && !isReading && !isDone) {
      isDone = true;
      sender.end(nowNanos);
    }
  }

  private void acknowledge() {
    int flags = TcpSegment.ACK;
    output.send(new Control(sender.nextSequence(), expected, flags, window()), NOTHING);
  }
}
