package net.groupvpn.client.dataplane;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.TcpSegment;
import net.groupvpn.dhcpdns.packet.TcpSegment.Control;

/** One connection of {@link ServiceStreams}. Each call returns whether it still exists. */
final class ServiceStream {
  /** Most requests of one connection that wait for their answers; the next ones wait unread. */
  static final int MAX_PENDING = 16;

  /** Most bytes of requests that wait unread: more than a client sends without any answer. */
  static final int MAX_WAITING_BYTES = 16_384;

  private static final int LENGTH_BYTES = 2;
  private static final int MAX_REQUEST_BYTES = LocalService.Reply.MAX_PAYLOAD_BYTES;
  private static final int MAX_SEGMENT_BYTES = 1_200;
  private static final byte[] NOTHING = {};

  private final int firstSequence;
  private final int firstOwnSequence;
  private final Output output;
  private final Requests requests;
  private byte[] received = NOTHING;
  private int expected;
  private int next;
  private int pending;
  private long usedNanos;
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
    /** False if nobody accepts it; otherwise {@link ServiceStream#answer} follows. */
    boolean onRequest(ServiceStream from, byte[] request);
  }

  ServiceStream(int firstSequence, int firstOwnSequence, Output output, Requests requests) {
    this.firstSequence = firstSequence;
    this.firstOwnSequence = firstOwnSequence;
    this.output = output;
    this.requests = requests;
    this.expected = firstSequence + 1;
    this.next = firstOwnSequence + 1;
  }

  /** Whether {@code syn} is the beginning of this very connection, sent again. */
  boolean isBegunBy(Control syn) {
    return syn.sequence() == firstSequence && received.length == 0 && pending == 0;
  }

  /** It is in use now. */
  void use(long nowNanos) {
    usedNanos = nowNanos;
  }

  /** When it was used last. */
  long usedNanos() {
    return usedNanos;
  }

  void greet() {
    output.send(new Control(firstOwnSequence, expected, TcpSegment.SYN | TcpSegment.ACK), NOTHING);
  }

  /** Ends it from this side, immediately. */
  void abort() {
    output.send(new Control(next, expected, TcpSegment.RST | TcpSegment.ACK), NOTHING);
  }

  boolean onSegment(Control control, byte[] payload) {
    boolean isFin = (control.flags() & TcpSegment.FIN) != 0;
    if (control.sequence() != expected) {
      // A retransmission, or a probe whether this end lives: both need the expected sequence
      // number.
      return acknowledge();
    }
    if (payload.length > 0 && !take(payload)) {
      abort();
      return false;
    }
    if (isFin) {
      expected++;
      isPeerDone = true;
    }
    if (payload.length > 0 || isFin) {
      return acknowledge() && finishIfDone();
    }
    return !(isDone && isPeerDone && control.acknowledgement() == next);
  }

  private boolean take(byte[] payload) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(received);
    all.writeBytes(payload);
    received = all.toByteArray();
    expected += payload.length;
    return read() && received.length <= MAX_WAITING_BYTES;
  }

  /** Passes on whole requests, while not too many are under way. */
  private boolean read() {
    if (isReading) {
      return true; // The service has answered at once; the loop below goes on.
    }
    isReading = true;
    byte[] bytes = received;
    int at = 0;
    while (bytes.length - at >= LENGTH_BYTES && pending < MAX_PENDING) {
      int length = (bytes[at] & 0xff) << Byte.SIZE | (bytes[at + 1] & 0xff);
      if (length > MAX_REQUEST_BYTES) {
        return false;
      }
      int end = at + LENGTH_BYTES + length;
      if (end > bytes.length) {
        break;
      }
      pending++;
      if (!requests.onRequest(this, Arrays.copyOfRange(bytes, at + LENGTH_BYTES, end))) {
        return false;
      }
      at = end;
    }
    received = Arrays.copyOfRange(bytes, at, bytes.length);
    isReading = false;
    return true;
  }

  /** Sends the answer to one request. */
  boolean answer(byte[] answer) {
    pending--;
    if (answer.length > LocalService.Reply.MAX_STREAM_BYTES) {
      abort();
      return false;
    }
    byte[] message = new byte[LENGTH_BYTES + answer.length];
    message[0] = (byte) (answer.length >>> Byte.SIZE);
    message[1] = (byte) answer.length;
    System.arraycopy(answer, 0, message, LENGTH_BYTES, answer.length);
    for (int at = 0; at < message.length; at += MAX_SEGMENT_BYTES) {
      byte[] piece =
          Arrays.copyOfRange(message, at, Math.min(message.length, at + MAX_SEGMENT_BYTES));
      if (!output.send(new Control(next, expected, TcpSegment.PSH | TcpSegment.ACK), piece)) {
        abort();
        return false;
      }
      next += piece.length;
    }
    if (!read()) {
      abort();
      return false;
    }
    return finishIfDone();
  }

  private boolean finishIfDone() {
    if (isPeerDone && pending == 0 && !isReading && !isDone) {
      isDone = true;
      boolean sent =
          output.send(new Control(next, expected, TcpSegment.FIN | TcpSegment.ACK), NOTHING);
      next++;
      return sent;
    }
    return true;
  }

  private boolean acknowledge() {
    return output.send(new Control(next, expected, TcpSegment.ACK), NOTHING);
  }
}
