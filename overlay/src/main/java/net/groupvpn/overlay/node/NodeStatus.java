package net.groupvpn.overlay.node;

import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;

/**
 * One node at one moment, for the control channel. Immutable.
 *
 * @param alone whether it is joined only because nobody answered
 * @param siblings the linked peers closest to it, closest first
 * @param peers all sessions, ordered by node ID
 * @param counters what happened so far, sorted by name
 */
public record NodeStatus(
    NodeId id,
    boolean joined,
    boolean alone,
    List<NodeId> siblings,
    List<PeerStatus> peers,
    Map<String, Long> counters) {
  static NodeStatus of(NodeParts parts) {
    return new NodeStatus(
        parts.self,
        parts.table.isJoined(),
        parts.joiner.isAlone(),
        parts.table.siblings(),
        parts.table.all().stream()
            .map(link -> PeerStatus.of(link, parts.relays.status(link.peer())))
            .toList(),
        parts.engine.counters().snapshot());
  }
}
