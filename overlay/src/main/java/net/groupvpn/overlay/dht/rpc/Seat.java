package net.groupvpn.overlay.dht.rpc;

import java.nio.charset.StandardCharsets;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.PeerIdentity;

/**
 * A node that may take part in a decision, and the unit that it counts for.
 *
 * @param node its ID
 * @param unit what has one vote: the member, as the hash of its name; where there are no members,
 *     as in the public overlay, the node itself
 */
public record Seat(NodeId node, NodeId unit) {
  /** The node of a verified certificate. */
  public static Seat of(PeerIdentity identity) {
    return of(identity.nodeId(), identity.member());
  }

  /** A node of {@code member}, which may be empty. */
  public static Seat of(NodeId node, String member) {
    return new Seat(node, member.isEmpty() ? node : unitOf(member));
  }

  /** The unit of a member that has a name. */
  public static NodeId unitOf(String member) {
    return NodeId.hash(member.getBytes(StandardCharsets.UTF_8));
  }
}
