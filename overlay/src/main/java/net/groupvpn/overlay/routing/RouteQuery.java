package net.groupvpn.overlay.routing;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * ROUTE_REQUEST and ROUTE_ANSWER. A request spreads from link to link, and each node that passes it
 * on appends itself; the target's answer travels back along the list.
 *
 * @param id chosen at random by the source
 * @param hopsLeft how many more nodes may pass the request on; 0 in an answer
 * @param hops nodes between source and target, so far or in all
 */
record RouteQuery(long id, NodeId source, NodeId target, int hopsLeft, List<NodeId> hops) {
  RouteQuery {
    hops = List.copyOf(hops);
  }

  byte[] toRequest() {
    return toMessage(MessageType.ROUTE_REQUEST);
  }

  byte[] toAnswer() {
    return toMessage(MessageType.ROUTE_ANSWER);
  }

  /** The request as {@code hop} passes it on. */
  RouteQuery through(NodeId hop) {
    return new RouteQuery(id, source, target, hopsLeft - 1, HopList.plus(hops, hop));
  }

  /** The answer to it. */
  RouteQuery answered() {
    return new RouteQuery(id, source, target, 0, hops);
  }

  private byte[] toMessage(MessageType type) {
    WireWriter out = new WireWriter().code(type).i64(id).nodeId(source).nodeId(target).u8(hopsLeft);
    HopList.write(out, hops);
    return out.toBytes();
  }

  /** Reads a whole message of either type. */
  static RouteQuery parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    in.u8();
    long id = in.i64();
    NodeId source = in.nodeId();
    NodeId target = in.nodeId();
    int hopsLeft = in.u8();
    List<NodeId> hops = HopList.read(in);
    in.end();
    boolean loops = source.equals(target) || hops.contains(source) || hops.contains(target);
    if (loops || hopsLeft + hops.size() > HopList.MAX_HOPS) {
      throw new WireException("a route that loops or is too long");
    }
    return new RouteQuery(id, source, target, hopsLeft, hops);
  }
}
