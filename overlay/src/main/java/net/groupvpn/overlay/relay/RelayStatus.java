package net.groupvpn.overlay.relay;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * The relay of one session, for people.
 *
 * @param relay the relay
 * @param ownRttNanos round-trip time of this end's leg; negative if unknown
 * @param farRttNanos round-trip time of the other end's leg, as that end reports; negative if
 *     unknown
 * @param reserve the relays in reserve, best first
 */
public record RelayStatus(NodeId relay, long ownRttNanos, long farRttNanos, List<NodeId> reserve) {
  public RelayStatus {
    reserve = List.copyOf(reserve);
  }
}
