package net.groupvpn.overlay.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages that are too long for one record into FRAGMENT messages, and reassembles the
 * peer's: type 1, message 4, index 1, count 1, piece. One per session.
 */
final class MessageAssembly {
  /** Longest plaintext of a CONTROL record on any path, bytes. */
  static final int MAX_RECORD_BYTES = 1_150;

  /** Most pieces of one message: the longest message on the smallest path. */
  static final int MAX_PIECES = 16;

  /** Most incomplete messages of one peer; the oldest gives way. */
  static final int MAX_INCOMPLETE = 8;

  /** How long an incomplete message is kept. */
  static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int HEADER_BYTES = 7;
  private static final int MAX_PIECE_BYTES = MAX_RECORD_BYTES - HEADER_BYTES;

  private static final class Incomplete {
    private final long startedNanos;
    private final byte[][] pieces;
    private int missing;
    private int bytes;

    Incomplete(int count, long nowNanos) {
      startedNanos = nowNanos;
      pieces = new byte[count][];
      missing = count;
    }

    /** Whether the message with this piece is still within the limit. */
    boolean hasRoomFor(int index, byte[] piece) {
      return pieces[index] != null || bytes + piece.length <= Session.MAX_MESSAGE_BYTES;
    }

    /** The whole message if this was the last missing piece. */
    byte @Nullable [] add(int index, byte[] piece) {
      if (pieces[index] == null) {
        pieces[index] = piece;
        bytes += piece.length;
        missing--;
      }
      return missing == 0 ? join() : null;
    }

    private byte[] join() {
      WireWriter whole = new WireWriter();
      for (byte[] piece : pieces) {
        whole.fixed(piece);
      }
      return whole.toBytes();
    }
  }

  private final Map<Integer, Incomplete> incomplete = new LinkedHashMap<>();
  private int nextMessage;

  /**
   * The records to send for a message, none longer than {@code recordBytes}; empty if more than
   * {@link #MAX_PIECES} would be needed.
   */
  List<byte[]> cut(byte[] message, int recordBytes) {
    if (message.length <= recordBytes) {
      return List.of(message);
    }
    int pieceBytes = Math.max(1, recordBytes - HEADER_BYTES);
    int count = (message.length + pieceBytes - 1) / pieceBytes;
    if (count > MAX_PIECES) {
      return List.of();
    }
    int number = nextMessage++;
    List<byte[]> records = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      int from = index * pieceBytes;
      byte[] piece = Arrays.copyOfRange(message, from, Math.min(message.length, from + pieceBytes));
      records.add(
          new WireWriter()
              .code(MessageType.FRAGMENT)
              .i32(number)
              .u8(index)
              .u8(count)
              .fixed(piece)
              .toBytes());
    }
    return records;
  }

  /** Handles a FRAGMENT after its type byte; the whole message if it is the last missing piece. */
  byte @Nullable [] add(WireReader in, long nowNanos) throws WireException {
    int number = in.i32();
    int index = in.u8();
    int count = in.count(MAX_PIECES);
    byte[] piece = in.rest();
    if (index >= count || piece.length == 0 || piece.length > MAX_PIECE_BYTES) {
      throw new WireException("a fragment out of its range");
    }
    sweep(nowNanos);
    Incomplete message = incomplete.get(number);
    if (message == null) {
      makeRoom();
      message = new Incomplete(count, nowNanos);
      incomplete.put(number, message);
    } else if (message.pieces.length != count) {
      throw new WireException("fragments of one message that differ in their count");
    }
    if (!message.hasRoomFor(index, piece)) {
      incomplete.remove(number);
      throw new WireException("fragments of a message that is too long");
    }
    byte[] whole = message.add(index, piece);
    if (whole != null) {
      incomplete.remove(number);
    }
    return whole;
  }

  private void makeRoom() {
    if (incomplete.size() >= MAX_INCOMPLETE) {
      Iterator<Integer> oldest = incomplete.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Forgets messages that were not completed in time. */
  void sweep(long nowNanos) {
    incomplete.values().removeIf(m -> nowNanos - m.startedNanos > TIMEOUT_NANOS);
  }

  /** Incomplete messages in memory. */
  int size() {
    return incomplete.size();
  }
}
