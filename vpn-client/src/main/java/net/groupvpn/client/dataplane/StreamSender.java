package net.groupvpn.client.dataplane;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The sending half of a {@link ServiceStream}: bytes wait here until the other end has acknowledged
 * them. Not more is sent than the other end's window holds, and what stays unacknowledged is sent
 * again, from the first byte on, each time after twice as long. A window that stays closed is
 * probed in the same way (RFC 9293 3.8.6.1).
 */
final class StreamSender {
  /** Most bytes that wait; who does not fetch its answers loses the connection. */
  static final int MAX_WAITING_BYTES = 65_536;

  /** How long an acknowledgement may take at first. */
  static final long RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** How often something is sent again in vain: for about 13 seconds. */
  static final int MAX_RESENDS = 6;

  /** Fits into the least MTU of IPv6, with headers. */
  private static final int MAX_SEGMENT_BYTES = 1_200;

  private static final byte[] NOTHING = {};

  private final Output output;
  private byte[] waiting = NOTHING;
  private int acknowledged;
  private int sent;
  private int everSent;
  private int window;
  private boolean isEnding;
  private boolean isEndSent;
  private boolean isEndEverSent;
  private boolean isEndAcknowledged;
  private int resends;
  private boolean isTimerSet;
  private long resendAtNanos;

  /** Sends segments. */
  interface Output {
    /** False if the segment was not taken: it is lost. */
    boolean send(int sequence, boolean isEnd, byte[] payload);
  }

  /** The first byte has the sequence number {@code first}. */
  StreamSender(int first, Output output) {
    this.acknowledged = first;
    this.output = output;
  }

  /** The sequence number after everything that was ever sent. */
  int nextSequence() {
    return acknowledged + everSent + (isEndEverSent && !isEndAcknowledged ? 1 : 0);
  }

  /** Whether everything has arrived, also that it was the end. */
  boolean isOver() {
    return isEndAcknowledged;
  }

  /** Sends these bytes, as soon as the window lets them; false if too many wait. */
  boolean add(byte[] bytes, long nowNanos) {
    if (waiting.length + bytes.length > MAX_WAITING_BYTES) {
      return false;
    }
    int before = waiting.length;
    waiting = Arrays.copyOf(waiting, before + bytes.length);
    System.arraycopy(bytes, 0, waiting, before, bytes.length);
    send(window, nowNanos);
    return true;
  }

  /** Nothing more will be added. */
  void end(long nowNanos) {
    isEnding = true;
    send(window, nowNanos);
  }

  /**
   * The other end has everything before {@code sequence}, and takes {@code windowBytes} from there.
   *
   * @return whether it has more than before
   */
  boolean onAcknowledgement(int sequence, int windowBytes, long nowNanos) {
    int count = sequence - acknowledged;
    if (count < 0 || sequence - nextSequence() > 0) {
      return false;
    }
    if (window == 0) {
      sent = 0; // What has probed the closed window was not taken.
    }
    window = windowBytes;
    if (count > 0) {
      int bytes = Math.min(count, waiting.length);
      isEndAcknowledged |= count > bytes;
      waiting = Arrays.copyOfRange(waiting, bytes, waiting.length);
      acknowledged += count;
      sent = Math.max(0, sent - bytes);
      everSent -= bytes;
      resends = 0;
      isTimerSet = false;
    }
    send(window, nowNanos);
    return count > 0;
  }

  /** Sends again what was lost; false if it was tried too often. */
  boolean onTime(long nowNanos) {
    if (!isTimerSet || nowNanos - resendAtNanos < 0) {
      return true;
    }
    if (resends >= MAX_RESENDS) {
      return false;
    }
    resends++;
    isTimerSet = false;
    sent = 0;
    isEndSent = false;
    send(Math.max(1, window), nowNanos);
    return true;
  }

  private void send(int windowBytes, long nowNanos) {
    boolean isTaken = true;
    while (isTaken && sent < waiting.length) {
      int length = Math.min(MAX_SEGMENT_BYTES, Math.min(waiting.length, windowBytes) - sent);
      if (length <= 0) {
        break;
      }
      byte[] piece = Arrays.copyOfRange(waiting, sent, sent + length);
      isTaken = output.send(acknowledged + sent, false, piece);
      if (isTaken) {
        sent += length;
        everSent = Math.max(everSent, sent);
      }
    }
    if (isEnding && !isEndSent && !isEndAcknowledged && sent == waiting.length) {
      isEndSent = output.send(acknowledged + sent, true, NOTHING);
      isEndEverSent |= isEndSent;
    }
    boolean isAwaiting = waiting.length > 0 || (isEnding && !isEndAcknowledged);
    if (isAwaiting && !isTimerSet) {
      isTimerSet = true;
      resendAtNanos = nowNanos + (RESEND_NANOS << resends);
    }
  }
}
