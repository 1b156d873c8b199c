package net.groupvpn.overlay.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.document.DocumentMessage.Ask;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.document.DocumentMessage.Piece;
import net.groupvpn.overlay.id.NodeId;

/**
 * A document being downloaded from one peer. Only full pieces count. A peer that sends none for
 * {@link #STALL_NANOS} has failed, and so has one that misses the deadline, however busy it looks.
 * The length that the peer claims allocates no memory: memory grows with the pieces.
 */
final class DocumentDownload {
  /** Pieces requested at a time. */
  static final int WINDOW = 4;

  /** How long to wait for a piece before it is requested again. */
  static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** Longest time without any piece. */
  static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(6);

  /** Time limit for the whole list: this, plus {@link #PER_PIECE_NANOS} per piece. */
  static final long BASE_NANOS = TimeUnit.SECONDS.toNanos(10);

  static final long PER_PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long NEVER_ASKED = Long.MIN_VALUE;

  private final NodeId from;
  private final Offer offer;
  private final byte[][] pieces;
  private final long[] askedNanos;
  private final long startedNanos;
  private final long deadlineNanos;
  private long heardNanos;
  private int received;

  DocumentDownload(NodeId from, Offer offer, long nowNanos) {
    this.from = from;
    this.offer = offer;
    int count = (offer.length() + DocumentMessage.PIECE_BYTES - 1) / DocumentMessage.PIECE_BYTES;
    pieces = new byte[count][];
    askedNanos = new long[count];
    Arrays.fill(askedNanos, NEVER_ASKED);
    startedNanos = nowNanos;
    heardNanos = nowNanos;
    deadlineNanos = nowNanos + BASE_NANOS + count * PER_PIECE_NANOS;
  }

  NodeId from() {
    return from;
  }

  /** The number that the peer claims the document to have. */
  long number() {
    return offer.number();
  }

  /** What the peer claims to have. */
  Offer offer() {
    return offer;
  }

  long startedNanos() {
    return startedNanos;
  }

  /** What to ask for now: the first pieces that are missing and not on their way. */
  List<Ask> asks(long nowNanos) {
    List<Ask> asks = new ArrayList<>();
    int missing = 0;
    for (int i = 0; i < pieces.length && missing < WINDOW; i++) {
      if (pieces[i] == null) {
        missing++;
        if (askedNanos[i] == NEVER_ASKED || nowNanos - askedNanos[i] >= RETRY_NANOS) {
          askedNanos[i] = nowNanos;
          asks.add(new Ask(number(), i * DocumentMessage.PIECE_BYTES));
        }
      }
    }
    return asks;
  }

  /** Whether the peer was silent for too long, or takes too long in total. */
  boolean isOverdue(long nowNanos) {
    return nowNanos - heardNanos >= STALL_NANOS || nowNanos >= deadlineNanos;
  }

  /** Whether an honest peer could have sent this: of this document, and full. */
  boolean isPossible(Piece piece) {
    return piece.number() == number()
        && piece.offset() % DocumentMessage.PIECE_BYTES == 0
        && piece.offset() < offer.length()
        && piece.bytes().length
            == Math.min(DocumentMessage.PIECE_BYTES, offer.length() - piece.offset());
  }

  /** Adds a plausible piece; false if it is already there, or nobody asked for it. */
  boolean take(Piece piece, long nowNanos) {
    int index = piece.offset() / DocumentMessage.PIECE_BYTES;
    if (pieces[index] != null || askedNanos[index] == NEVER_ASKED) {
      return false;
    }
    pieces[index] = piece.bytes();
    received++;
    heardNanos = nowNanos;
    return true;
  }

  boolean isComplete() {
    return received == pieces.length;
  }

  /** The whole document, once it is complete. */
  byte[] bytes() {
    byte[] whole = new byte[offer.length()];
    for (int i = 0; i < pieces.length; i++) {
      System.arraycopy(pieces[i], 0, whole, i * DocumentMessage.PIECE_BYTES, pieces[i].length);
    }
    return whole;
  }
}
