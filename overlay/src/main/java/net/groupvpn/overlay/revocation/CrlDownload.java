package net.groupvpn.overlay.revocation;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.revocation.CrlMessage.Offer;
import net.groupvpn.overlay.revocation.CrlMessage.Piece;

/** A list on its way from one peer, piece after piece in order. */
final class CrlDownload {
  static final int MAX_TRIES = 4;

  private final NodeId from;
  private final long number;
  private final byte[] bytes;
  private int received;
  private int tries;

  CrlDownload(NodeId from, Offer offer) {
    this.from = from;
    this.number = offer.number();
    this.bytes = new byte[offer.length()];
  }

  NodeId from() {
    return from;
  }

  /** The next question, or the same again. */
  CrlMessage.Ask ask() {
    tries++;
    return new CrlMessage.Ask(number, received);
  }

  boolean isHopeless() {
    return tries >= MAX_TRIES;
  }

  /** Takes the piece that was asked for; false if it is another one. */
  boolean take(NodeId peer, Piece piece) {
    int length = piece.bytes().length;
    if (!peer.equals(from)
        || piece.number() != number
        || piece.offset() != received
        || length == 0
        || length > bytes.length - received) {
      return false;
    }
    System.arraycopy(piece.bytes(), 0, bytes, received, length);
    received += length;
    tries = 0;
    return true;
  }

  boolean isComplete() {
    return received == bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }
}
