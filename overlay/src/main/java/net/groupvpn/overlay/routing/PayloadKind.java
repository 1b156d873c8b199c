package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;

/** What a ROUTED frame carries. */
public enum PayloadKind implements WireCode {
  /** A HANDSHAKE, RETRY or SEALED frame of a session on an OverlayPath. */
  FRAME(0),
  /** Asks for a link: token and candidates. */
  CONNECT(1),
  /** Answers CONNECT with the other end's candidates, or refuses and names other nodes. */
  CONNECT_ANSWER(2),
  /** A DHT request. */
  DHT_REQUEST(3),
  /** A DHT response. */
  DHT_RESPONSE(4),
  /** A private realm's frame, carried by the public overlay. */
  PRIVATE_FRAME(5),
  /** Asks the node where its hops run out for its links. */
  TRACE(6),
  /** Answers a TRACE. */
  TRACE_ANSWER(7);

  private static final CodeTable<PayloadKind> CODES =
      new CodeTable<>("payload of a ROUTED frame", values());

  private final int code;

  PayloadKind(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  static PayloadKind of(int code) throws WireException {
    return CODES.get(code);
  }
}
