package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.wire.WireException;

/** How a ROUTED frame finds its way. */
enum RouteMode {
  /** Strict XOR progress to that node, or NO_ROUTE. */
  EXACT(0),
  /** To the node closest to the destination that there is. */
  CLOSEST(1),
  /** One hop over a link. Nodes of this version neither send nor forward it. */
  RELAY(2),
  /** Listed hops, where greedy routing finds no way. */
  PATH(3);

  private final int wireValue;

  RouteMode(int wireValue) {
    this.wireValue = wireValue;
  }

  int wireValue() {
    return wireValue;
  }

  static RouteMode of(int wireValue) throws WireException {
    for (RouteMode value : values()) {
      if (value.wireValue == wireValue) {
        return value;
      }
    }
    throw new WireException("unknown mode of a ROUTED frame");
  }

  boolean isSupported() {
    return this != RELAY;
  }
}
