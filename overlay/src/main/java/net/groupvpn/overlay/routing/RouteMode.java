package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;
import net.groupvpn.overlay.wire.WireException;

/** How a ROUTED frame finds its way. */
enum RouteMode implements WireCode {
  /** Strict XOR progress to that node, or NO_ROUTE. */
  EXACT(0),
  /** To the existing node closest to the destination. */
  CLOSEST(1),
  /** One hop over a link. Nodes of this version neither send nor forward it. */
  RELAY(2),
  /** Along listed hops, where greedy routing finds no way. */
  PATH(3);

  private static final CodeTable<RouteMode> CODES =
      new CodeTable<>("mode of a ROUTED frame", values());

  private final int code;

  RouteMode(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  static RouteMode of(int code) throws WireException {
    return CODES.get(code);
  }

  boolean isSupported() {
    return this != RELAY;
  }
}
