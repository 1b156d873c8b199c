package net.groupvpn.overlay.relay;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.session.Session;

/**
 * Made overlap: links to nodes to which the other end of a session has a leg, where too few are
 * common. Also keeps the legs that relays depend on.
 */
final class Overlap {
  /** Most links at a time that are kept for relays alone. */
  static final int MAX_LINKS = 32;

  /** Most links that one session requests at once. */
  private static final int AT_ONCE = 2;

  /** Requests under way, for any reason, beyond which overlap requests none. */
  private static final int BUSY = 8;

  private final RelayContext context;
  private final LinkManager links;
  private final LinkTable table;

  Overlap(RelayContext context, LinkManager links, LinkTable table) {
    this.context = context;
    this.links = links;
    this.table = table;
  }

  /** Asks for legs to the other end's neighbours, if the two ends have too few in common. */
  void make(RelayFinder finder) {
    FarLegs far = finder.far();
    if (finder.isDirect()
        || !far.isKnown()
        || far.common().size() >= RelayManager.WANTED_RELAYS
        || links.requests().connector().underWay() >= BUSY
        || madeLinks() >= MAX_LINKS) {
      return;
    }
    NodeId peer = finder.session().peer();
    far.all().stream()
        .filter(leg -> isWorthAsking(leg.node()))
        .sorted(Comparator.comparingLong(Overlap::rttOrMax).thenComparing(LinkSet.Leg::node))
        .limit(AT_ONCE)
        .toList()
        .forEach(leg -> ask(leg.node(), peer));
  }

  private static long rttOrMax(LinkSet.Leg leg) {
    return leg.rttNanos() == Session.UNKNOWN_RTT ? Long.MAX_VALUE : leg.rttNanos();
  }

  private boolean isWorthAsking(NodeId node) {
    return !table.isLinked(node)
        && !links.requests().isUnreachable(node)
        && !links.requests().connector().isTrying(node);
  }

  private void ask(NodeId node, NodeId peer) {
    context.count(OverlayCounter.RELAY_OVERLAP_ASKED);
    links.requests().connect(node, LinkReason.OVERLAP, peer);
  }

  private long madeLinks() {
    return table.all().stream().filter(link -> link.has(LinkReason.OVERLAP)).count();
  }

  /** Sets the reason on the legs that relays depend on, and drops it from others. */
  void keep(Collection<RelayFinder> finders) {
    Set<NodeId> needed = new HashSet<>();
    finders.forEach(finder -> needed.addAll(finder.kept()));
    for (Link link : List.copyOf(table.all())) {
      links
          .requests()
          .setReason(
              link,
              LinkReason.OVERLAP,
              needed.contains(link.peer()) && link.session().path().isLeg());
    }
  }
}
