package net.groupvpn.overlay.routing;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.FrameMemory.Forwarded;
import org.jspecify.annotations.Nullable;

/** Chooses the link that a frame leaves on. */
final class HopChoice {
  private final NodeId self;
  private final Links links;

  HopChoice(NodeId self, Links links) {
    this.self = self;
    this.links = links;
  }

  /** The next hop that was not tried yet, or null. */
  @Nullable NodeId next(Forwarded forwarded) {
    if (forwarded.frame.mode() == RouteMode.PATH) {
      return listedHop(forwarded);
    }
    OverlayPath destination = forwarded.frame.destination();
    boolean exact = forwarded.frame.mode() == RouteMode.EXACT;
    if (exact && isFresh(forwarded, destination.node()) && !links.isDoubtful(destination.node())) {
      return destination.node();
    }
    NodeId proxy = destination.proxy();
    if (proxy != null && isFresh(forwarded, proxy) && !links.isDoubtful(proxy)) {
      return proxy;
    }
    boolean isSource = forwarded.from == null;
    boolean anyLink = isSource && (exact || !links.isJoined());
    NodeId target = proxy != null && !proxy.equals(self) ? proxy : destination.node();
    Predicate<NodeId> allowed =
        link -> isAllowed(forwarded, link) && (exact || anyLink || links.hasJoined(link));
    NodeId limit = anyLink ? null : self;
    // A doubt may be wrong; an answer from a node other than the closest is wrong for sure.
    Predicate<NodeId> isBad = exact ? links::isDoubtful : links::isSilent;
    NodeId good = NextHop.choose(target, limit, links.links(), allowed.and(isBad.negate()));
    return good != null || !exact ? good : NextHop.choose(target, limit, links.links(), allowed);
  }

  private @Nullable NodeId listedHop(Forwarded forwarded) {
    List<NodeId> hops = forwarded.frame.way().hops();
    int index = forwarded.from == null ? -1 : hops.indexOf(self);
    NodeId hop = HopList.after(hops, forwarded.frame.destination().node(), index);
    return isFresh(forwarded, hop) ? hop : null;
  }

  private boolean isFresh(Forwarded forwarded, NodeId hop) {
    return links.isLinked(hop) && isAllowed(forwarded, hop);
  }

  private boolean isAllowed(Forwarded forwarded, NodeId hop) {
    return !(forwarded.frame.kind() == PayloadKind.FRAME && links.isLastResort(hop))
        && !Objects.equals(hop, forwarded.from)
        && !hop.equals(forwarded.frame.source().node())
        && !forwarded.tried.contains(hop);
  }

  /** A frame with listed hops arrives over a link from the previous hop, or it is invalid. */
  boolean isOnItsWay(NodeId from, RoutedFrame frame) {
    if (frame.mode() != RouteMode.PATH) {
      return true;
    }
    List<NodeId> listed = frame.way().hops();
    boolean atEnd = frame.destination().node().equals(self);
    int index = atEnd ? listed.size() : listed.indexOf(self);
    return index >= 0
        && links.isLinked(from)
        && HopList.before(frame.source().node(), listed, index).equals(from);
  }
}
