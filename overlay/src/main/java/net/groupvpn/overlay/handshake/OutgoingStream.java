package net.groupvpn.overlay.handshake;

import java.util.Arrays;

/** This end's side of a handshake: what exists, what was sent, and what the peer has. */
final class OutgoingStream {
  private byte[] bytes = {};
  private int acknowledged;
  private int sent;

  void append(byte[] more) {
    byte[] grown = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(more, 0, grown, bytes.length, more.length);
    bytes = grown;
  }

  /** Whether these bytes occur anywhere in it. */
  boolean contains(byte[] piece) {
    for (int from = 0; from + piece.length <= bytes.length; from++) {
      if (Arrays.equals(bytes, from, from + piece.length, piece, 0, piece.length)) {
        return true;
      }
    }
    return false;
  }

  int total() {
    return bytes.length;
  }

  /** Applies the peer's acknowledgement; false if it is nothing new. */
  boolean acknowledge(int upTo) {
    if (upTo <= acknowledged || upTo > bytes.length) {
      return false;
    }
    acknowledged = upTo;
    sent = Math.max(sent, upTo);
    return true;
  }

  boolean isAcknowledged() {
    return acknowledged == bytes.length;
  }

  boolean hasUnsent() {
    return sent < bytes.length;
  }

  /** Where the next fragment begins. */
  int position() {
    return sent;
  }

  /** The next fragment, without advancing. */
  byte[] peek(int maxBytes) {
    return Arrays.copyOfRange(bytes, sent, Math.min(bytes.length, sent + maxBytes));
  }

  void advance(int count) {
    sent += count;
  }

  /** Sends again from the first byte that is not acknowledged. */
  void rewind() {
    sent = acknowledged;
  }
}
