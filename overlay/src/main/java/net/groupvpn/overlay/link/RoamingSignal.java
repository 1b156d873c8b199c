package net.groupvpn.overlay.link;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Tells peers behind NATs where this node has moved. Their NATs block its new address, so MOVED
 * does not arrive. A MOVED_TO message over a common neighbour or the public overlay does. The peer
 * probes the endpoints that it names, which opens its NAT; then the session's own challenges, which
 * continue all the while, get in.
 *
 * <pre>
 *   0        MOVED to where the peer is seen: enough for one that is open
 *   50 ms    MOVED_TO over up to three neighbours and the public overlay, to silent peers,
 *   ...      repeated with newly reported endpoints, until the peer answers or 5 s have passed
 * </pre>
 */
final class RoamingSignal {
  /** Pauses before the messages to one peer. The first lets peers answer that need none. */
  private static final long[] PAUSES_NANOS = {
    TimeUnit.MILLISECONDS.toNanos(50),
    TimeUnit.MILLISECONDS.toNanos(100),
    TimeUnit.MILLISECONDS.toNanos(200),
    TimeUnit.MILLISECONDS.toNanos(400),
    TimeUnit.MILLISECONDS.toNanos(800),
    TimeUnit.MILLISECONDS.toNanos(1_500),
    TimeUnit.MILLISECONDS.toNanos(2_000)
  };

  /** Most neighbours that pass a message on. */
  static final int MAX_RELAYS = 3;

  /** Most peers that are told in this way; those with traffic come first. */
  static final int MAX_PEERS = 64;

  /** Messages per second that are accepted from one peer. */
  static final int TAKEN_PER_SECOND = 4;

  private static final int MAX_TAKEN_AT_ONCE = 8;

  private final Engine engine;
  private final Sessions sessions;
  private final LinkTable table;
  private final OwnCandidates candidates;
  private final EndpointRules rules;
  private final RateLimiter<NodeId> taken =
      new RateLimiter<>(TAKEN_PER_SECOND, MAX_TAKEN_AT_ONCE, LinkManager.MAX_SESSIONS);

  /** {@code rules} decide where a peer that has moved may be looked for. */
  RoamingSignal(
      Engine engine,
      Sessions sessions,
      LinkTable table,
      OwnCandidates candidates,
      EndpointRules rules) {
    this.engine = engine;
    this.sessions = sessions;
    this.table = table;
    this.candidates = candidates;
    this.rules = rules;
  }

  /** This node's addresses have changed; its sessions have been told. */
  void onNetworkChanged() {
    table.all().stream()
        .filter(link -> link.endpoint() != null)
        .sorted(Comparator.comparing(link -> !link.has(LinkReason.ON_DEMAND)))
        .limit(MAX_PEERS)
        .toList()
        .forEach(link -> later(link.peer(), 0));
  }

  private void later(NodeId peer, int round) {
    if (round < PAUSES_NANOS.length) {
      engine.setTimer(TimerName.LINK_MOVED, peer, PAUSES_NANOS[round], now -> tell(peer, round));
    }
  }

  private void tell(NodeId peer, int round) {
    Session session = sessions.find(peer);
    if (session == null || (Prober.isDirect(session) && !session.isMoving())) {
      return;
    }
    WireWriter message = new WireWriter().code(MessageType.MOVED_TO);
    candidates.offer().write(message);
    byte[] bytes = message.toBytes();
    Link link = table.find(peer);
    NodeId publicNode = link == null ? null : link.peerPublicNode();
    if (publicNode != null) {
      session.sendOn(new PublicOverlayPath(publicNode), bytes);
    }
    for (NodeId relay : relays(peer)) {
      session.sendOn(new RelayPath(relay, peer), bytes);
    }
    later(peer, round + 1);
  }

  /** The nearest neighbours; one without a link to the peer says so, and nothing follows. */
  private List<NodeId> relays(NodeId peer) {
    return table.all().stream()
        .filter(link -> link.session().path().isLeg() && !link.peer().equals(peer))
        .sorted(Comparator.comparingLong(link -> roundTrip(link.session())))
        .limit(MAX_RELAYS)
        .map(Link::peer)
        .toList();
  }

  private static long roundTrip(Session session) {
    return session.rttNanos() == Session.UNKNOWN_RTT ? Long.MAX_VALUE : session.rttNanos();
  }

  /** Handles a MOVED_TO message: probes at once where the peer says that it is. */
  void onMessage(Session from, byte[] message) {
    if (!taken.tryAcquire(from.peer(), engine.now().bootNanos())) {
      engine.counters().increment(OverlayCounter.DROPPED_MOVED_TO_RATE);
      return;
    }
    try {
      WireReader in = new WireReader(message);
      in.u8();
      Offer offer = Offer.read(in);
      in.end();
      engine.counters().increment(OverlayCounter.LINK_PEER_MOVED);
      for (Endpoint candidate : rules.learnable(offer.candidates())) {
        from.follow(new DirectPath(candidate));
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_MOVED_TO_MALFORMED);
    }
  }
}
