package net.groupvpn.overlay.node;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.routing.TraceHop;
import net.groupvpn.overlay.routing.TraceHop.NeighbourLink;
import net.groupvpn.overlay.session.Session;

/** What a node tells others about its links when a trace asks for it. */
final class OwnLinks {
  private OwnLinks() {}

  static TraceHop describe(NodeId self, LinkTable table) {
    List<NeighbourLink> links =
        table.linked().stream().map(link -> describe(link.session())).toList();
    return new TraceHop(self, 0, table.isJoined(), links.size(), links);
  }

  private static NeighbourLink describe(Session session) {
    return new NeighbourLink(session.peer(), kindOf(session.path()), session.rttNanos());
  }

  /** Only the first word of a path's description; endpoints are private. */
  private static String kindOf(Path path) {
    String name = path.toString();
    int end = name.indexOf(' ');
    return end < 0 ? name : name.substring(0, end);
  }
}
