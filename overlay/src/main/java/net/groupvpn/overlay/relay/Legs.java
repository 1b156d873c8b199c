package net.groupvpn.overlay.relay;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.relay.RelayMessages.Offer;
import net.groupvpn.overlay.security.Role;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/** This node's legs: which peers may relay for it, and what they say of themselves. */
final class Legs {
  /** Most peers whose offers are kept; the oldest are forgotten first. */
  private static final int MAX_OFFERS = 1_024;

  private final LinkTable table;
  private final Map<NodeId, Offer> offers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Offer> eldest) {
          return size() > MAX_OFFERS;
        }
      };

  Legs(LinkTable table) {
    this.table = table;
  }

  void onOffer(NodeId peer, Offer offer) {
    offers.remove(peer);
    offers.put(peer, offer);
  }

  void forget(NodeId peer) {
    offers.remove(peer);
  }

  /** The session with {@code node} if it is a leg to a node that relays, or null. */
  @Nullable Session find(NodeId node) {
    Link link = table.find(node);
    return link != null && isLeg(link) ? link.session() : null;
  }

  private boolean isLeg(Link link) {
    Session session = link.session();
    return session.path().isLeg()
        && !session.isDoubtful()
        && offer(link.peer()).willing()
        && !session.identity().roles().contains(Role.NO_RELAY);
  }

  int loadPercent(NodeId node) {
    return offer(node).loadPercent();
  }

  private Offer offer(NodeId node) {
    return offers.getOrDefault(node, Offer.DEFAULT);
  }

  /** The shortest {@code count} legs, shortest first, without the one to {@code except}. */
  List<Session> shortest(int count, NodeId except) {
    return usable()
        .filter(session -> !session.peer().equals(except))
        .sorted(Comparator.comparingLong(Legs::rttOrMax).thenComparing(Session::peer))
        .limit(count)
        .toList();
  }

  private Stream<Session> usable() {
    return table.all().stream().filter(this::isLeg).map(Link::session);
  }

  private static long rttOrMax(Session session) {
    return session.rttNanos() == Session.UNKNOWN_RTT ? Long.MAX_VALUE : session.rttNanos();
  }

  /** What {@code peer} is told. */
  List<LinkSet.Leg> describeFor(NodeId peer, long nowNanos) {
    return shortest(LinkSet.MAX_LEGS, peer).stream().map(leg -> describe(leg, nowNanos)).toList();
  }

  private LinkSet.Leg describe(Session session, long nowNanos) {
    return new LinkSet.Leg(
        session.peer(),
        session.rttNanos(),
        nowNanos - session.establishedNanos(),
        session.mtuBytes(),
        loadPercent(session.peer()));
  }
}
