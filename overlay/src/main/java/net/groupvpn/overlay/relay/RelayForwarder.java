package net.groupvpn.overlay.relay;

import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.relay.RelayMessages.Carried;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The relay's part: passes frames from one leg to another, one hop and no more. Handshakes and
 * control only; the data plane forwards packets.
 */
final class RelayForwarder {
  /** Frames per second from one source. */
  static final int SOURCE_PER_SECOND = 200;

  /** Frames per second in total. */
  static final int TOTAL_PER_SECOND = 2_000;

  private static final int MAX_SOURCES = 1_024;

  private final Engine engine;
  private final LinkTable table;
  private final NodeId self;
  private final RateLimiter<NodeId> perSource =
      new RateLimiter<>(SOURCE_PER_SECOND, SOURCE_PER_SECOND, MAX_SOURCES);
  private final RateLimiter<NodeId> total =
      new RateLimiter<>(TOTAL_PER_SECOND, TOTAL_PER_SECOND, 1);
  private boolean willing = true;

  RelayForwarder(Engine engine, LinkTable table, NodeId self) {
    this.engine = engine;
    this.table = table;
    this.self = self;
  }

  void setWilling(boolean wanted) {
    willing = wanted;
  }

  boolean isWilling() {
    return willing;
  }

  /** Handles a RELAY message that arrived on {@code path}. */
  void onRelay(Session source, Path path, byte[] message) throws WireException {
    Carried carried = Carried.parse(message);
    Session to = destination(source, path, carried.node());
    if (to == null) {
      engine.counters().increment(OverlayCounter.RELAY_REFUSED);
      source.send(RelayMessages.refused(carried.node()));
    } else if (!isWithinRates(source.peer())) {
      engine.counters().increment(OverlayCounter.DROPPED_RELAY_RATE);
    } else {
      engine.counters().increment(OverlayCounter.RELAY_FORWARDED);
      Carried onward = new Carried(source.peer(), carried.frame());
      to.send(onward.toMessage(MessageType.RELAYED));
    }
  }

  private @Nullable Session destination(Session source, Path path, NodeId node) {
    Link link = table.find(node);
    if (link == null || !willing || node.equals(source.peer())) {
      return null;
    }
    boolean areLegs = path.isLeg() && link.session().path().isLeg();
    return areLegs ? link.session() : null;
  }

  private boolean isWithinRates(NodeId source) {
    long now = engine.now().bootNanos();
    return perSource.tryAcquire(source, now) && total.tryAcquire(self, now);
  }
}
