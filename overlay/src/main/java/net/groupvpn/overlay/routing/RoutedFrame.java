package net.groupvpn.overlay.routing;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A ROUTED frame, the body of a control message of type {@link MessageType#ROUTED}.
 *
 * @param id chosen at random by the source; names the frame in NO_ROUTE
 * @param source the claimed sender, with the proxy that answers should go through
 * @param destination a node or key, with the proxy that knows the node
 * @param budget how far it may still travel
 * @param way how it finds its way, with the hops if they are listed
 * @param payload at most {@link Messenger#MAX_PAYLOAD_BYTES}
 */
record RoutedFrame(
    long id,
    OverlayPath source,
    OverlayPath destination,
    Budget budget,
    Way way,
    PayloadKind kind,
    byte[] payload) {

  /** Enough for any overlay: each hop about halves the distance to the destination. */
  static final int MAX_HOPS = 32;

  /** Links that may be tried in vain on the way; without this limit, tries would multiply. */
  static final int MAX_DETOURS = 2;

  static final Budget FULL_BUDGET = new Budget(MAX_HOPS, MAX_DETOURS);

  /**
   * How far a frame may still travel.
   *
   * @param hops links that it may still cross
   * @param detours further links that may be tried after a dead end, here and at later hops
   */
  record Budget(int hops, int detours) {}

  byte[] toMessage() {
    WireWriter out =
        new WireWriter()
            .code(MessageType.ROUTED)
            .i64(id)
            .u8(budget.hops())
            .u8(budget.detours())
            .code(way.mode())
            .code(kind);
    write(out, source);
    write(out, destination);
    if (mode() == RouteMode.PATH) {
      HopList.write(out, way.hops());
    }
    return out.fixed(payload).toBytes();
  }

  /** Reads a whole message, its type byte included. */
  static RoutedFrame parse(byte[] message) throws WireException {
    WireReader in = new WireReader(message);
    if (in.u8() != MessageType.ROUTED.code()) {
      throw new WireException("not a ROUTED frame");
    }
    long id = in.i64();
    Budget budget = new Budget(in.u8(), in.u8());
    if (budget.hops() > MAX_HOPS || budget.detours() > MAX_DETOURS) {
      throw new WireException("budget of a ROUTED frame too high");
    }
    RouteMode mode = RouteMode.of(in.u8());
    PayloadKind kind = PayloadKind.of(in.u8());
    OverlayPath source = read(in);
    OverlayPath destination = read(in);
    List<NodeId> hops = mode == RouteMode.PATH ? HopList.read(in) : List.of();
    if (in.remaining() > Messenger.MAX_PAYLOAD_BYTES) {
      throw new WireException("payload of a ROUTED frame too long");
    }
    return new RoutedFrame(id, source, destination, budget, new Way(mode, hops), kind, in.rest());
  }

  RouteMode mode() {
    return way.mode();
  }

  RoutedFrame withDestination(OverlayPath changed) {
    return new RoutedFrame(id, source, changed, budget, way, kind, payload);
  }

  /** The same with this many hops left. */
  RoutedFrame within(int hops) {
    Budget shorter = new Budget(hops, budget.detours());
    return new RoutedFrame(id, source, destination, shorter, way, kind, payload);
  }

  /** The frame as its source sends it on another way. */
  RoutedFrame anew(Way other) {
    return new RoutedFrame(id, source, destination, budget, other, kind, payload);
  }

  RoutedFrame afterHop(int detoursTaken) {
    Budget left = new Budget(budget.hops() - 1, budget.detours() - detoursTaken);
    return new RoutedFrame(id, source, destination, left, way, kind, payload);
  }

  private static void write(WireWriter out, OverlayPath path) {
    NodeId proxy = path.proxy();
    out.nodeId(path.node()).flag(proxy != null);
    if (proxy != null) {
      out.nodeId(proxy);
    }
  }

  private static OverlayPath read(WireReader in) throws WireException {
    NodeId node = in.nodeId();
    @Nullable NodeId proxy = in.flag() ? in.nodeId() : null;
    return new OverlayPath(node, proxy);
  }
}
