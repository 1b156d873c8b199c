package net.groupvpn.overlay.routing;

import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * NO_ROUTE: a frame has reached a dead end.
 *
 * @param id the frame's ID
 * @param restricted whether that may be because not all nodes can talk to each other
 */
record NoRoute(long id, boolean restricted) {
  byte[] toMessage() {
    return new WireWriter().code(MessageType.NO_ROUTE).i64(id).flag(restricted).toBytes();
  }

  static NoRoute parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    NoRoute noRoute = new NoRoute(in.i64(), in.flag());
    in.end();
    return noRoute;
  }
}
