package net.groupvpn.overlay.handshake;

import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;

/**
 * Keeps a responder from being used against a third party: until the initiator has echoed fresh
 * random bytes, its address gets no more bytes than came from it. The initiator chose the address
 * itself and needs no proof.
 */
final class AddressProof {
  /** What every UDP path must take; the size of an initiator's first frames. */
  static final int PADDED_DIRECT_BYTES = 1_200;

  /** A full fragment with a cookie; more would be cut again by the links on the way. */
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
   * Zeroes to add to an initiator's frame of {@code bytes}, so that the answer may be as large as
   * it needs to be. None once frames have been lost: the path may not take large ones.
   */
  static int padding(Path path, int bytes, int losses) {
    if (losses >= HandshakeDelivery.LOSSES_BEFORE_SMALL_FRAGMENTS) {
      return 0;
    }
    int wanted = path instanceof DirectPath ? PADDED_DIRECT_BYTES : PADDED_OVERLAY_BYTES;
    return Math.max(0, wanted - bytes);
  }
}
