package net.groupvpn.overlay.handshake;

import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;

/**
 * Keeps a responder from being abused against a third party: until the initiator has echoed fresh
 * random bytes, its address gets no more bytes than it sent. The initiator chose the responder's
 * address itself, so that address needs no proof.
 */
final class AddressProof {
  /** Size that every UDP path must carry; the size of an initiator's first frames. */
  static final int PADDED_DIRECT_BYTES = 1_200;

  /** A full fragment with a cookie; links on the way would fragment more. */
  private static final int PADDED_OVERLAY_BYTES =
      HandshakeFrame.OVERHEAD_BYTES + HandshakeFrame.MAX_FRAGMENT_BYTES + Long.BYTES;

  private boolean proved;
  private long received;
  private long sent;

  AddressProof(boolean proved) {
    this.proved = proved;
  }

  void onReceived(int bytes) {
    received += bytes;
  }

  void onSent(int bytes) {
    sent += bytes;
  }

  boolean maySend(int bytes) {
    return proved || sent + bytes <= received;
  }

  /** Notes whether a frame echoed the random bytes; true the first time that one did. */
  boolean onEcho(boolean echoed) {
    boolean first = echoed && !proved;
    proved |= echoed;
    return first;
  }

  boolean isProved() {
    return proved;
  }

  /**
   * Zeros to add to an initiator's frame of {@code bytes}, so that the answer may be as large as
   * necessary. None once frames have been lost: the path may not carry large ones.
   */
  static int padding(Path path, int bytes, int losses) {
    if (losses >= HandshakeDelivery.LOSSES_BEFORE_SMALL_FRAGMENTS) {
      return 0;
    }
    int wanted = path instanceof DirectPath ? PADDED_DIRECT_BYTES : PADDED_OVERLAY_BYTES;
    return Math.max(0, wanted - bytes);
  }
}
