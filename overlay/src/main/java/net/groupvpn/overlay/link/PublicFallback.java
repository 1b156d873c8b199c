package net.groupvpn.overlay.link;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.Session;

/**
 * Makes sessions that have lost their path try the public overlay, if their peers are known there.
 */
final class PublicFallback {
  private final LinkTable table;

  PublicFallback(LinkTable table) {
    this.table = table;
  }

  /** A session's path no longer answers. */
  void onPathFailing(Session session) {
    Link link = table.find(session.peer());
    NodeId publicNode = link == null ? null : link.peerPublicNode();
    if (publicNode != null) {
      session.probe(new PublicOverlayPath(publicNode));
    }
  }

  /** A neighbour is gone: the sessions that it still relays have found no other relay. */
  void onRelayGone(NodeId relay) {
    for (Link link : List.copyOf(table.all())) {
      if (link.session().path() instanceof RelayPath path && path.relay().equals(relay)) {
        link.session().losePath();
      }
    }
  }
}
