package net.groupvpn.overlay.node;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.join.Joiner;
import net.groupvpn.overlay.link.FilterCheck;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.link.StreamFallback;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.SessionLayer;

/**
 * The parts of one node, connected to each other. A frame's way in: {@link FrameIntake}, session
 * layer, {@link NodeEvents}, then by message type to the router, the links, the joiner or a
 * channel. A frame's way out: session layer, {@link FrameCarrier}, then a datagram, a ROUTED frame,
 * or the public overlay.
 */
final class NodeParts {
  final Engine engine;
  final NodeId self;
  final EndpointRules rules = new EndpointRules();
  final NodeEvents events;
  final SessionLayer sessions;
  final FrameIntake intake;
  final LinkTable table;
  final Router router;
  final LinkManager links;
  final RelayManager relays;
  final Joiner joiner;
  final StreamFallback streams;
  final FilterCheck filterCheck;
  final Channels channels;
  final Dht dht;

  /** Takes the same arguments as {@link OverlayNode}. */
  NodeParts(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      LinkDensity density,
      DhtFactory dhtFactory) {
    this.engine = engine;
    self = security.nodeId();
    FrameCarrier carrier = new FrameCarrier(engine, rules);
    events = new NodeEvents(engine.counters());
    sessions = new SessionLayer(engine, indexes, realmTag, security, carrier, events);
    intake = new FrameIntake(rules, sessions, engine.counters());
    table = new LinkTable(self, density);
    router = new Router(engine, self, table);
    links = new LinkManager(engine, sessions, router, table, rules);
    relays =
        new RelayManager(
            engine, sessions, links, table, self, (by, frame) -> intake.onFrame(by, null, frame));
    joiner = new Joiner(engine, sessions, links, table, self, security.member(), events::onJoined);
    streams = new StreamFallback(engine, sessions, rules);
    filterCheck = new FilterCheck(engine, sessions);
    channels = new Channels(engine.counters());
    carrier.connect(router, relays);
    events.connect(this);
    router.handleCarried(
        PayloadKind.FRAME, (source, target, by, frame) -> intake.onFrame(source, by, frame));
    dht = dhtFactory.create(engine, router, security);
  }
}
