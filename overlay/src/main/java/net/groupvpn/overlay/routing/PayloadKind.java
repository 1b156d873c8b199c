package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.wire.WireException;

/** What a ROUTED frame carries; the position in this list is its value on the wire. */
public enum PayloadKind {
  /** A HANDSHAKE, RETRY or SEALED frame of a session on an OverlayPath. */
  FRAME,
  /** Asks for a link: token and candidates. */
  CONNECT,
  /** Answers CONNECT with the other side's candidates, or refuses and names others. */
  CONNECT_ANSWER,
  /** A DHT request. */
  DHT_REQUEST,
  /** A DHT response. */
  DHT_RESPONSE,
  /** A private realm's frame, carried by the public overlay. */
  PRIVATE_FRAME;

  private static final PayloadKind[] VALUES = values();

  static PayloadKind of(int wireValue) throws WireException {
    if (wireValue >= VALUES.length) {
      throw new WireException("unknown payload of a ROUTED frame");
    }
    return VALUES[wireValue];
  }
}
