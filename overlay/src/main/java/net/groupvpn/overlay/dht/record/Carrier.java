package net.groupvpn.overlay.dht.record;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.NetworkPlace;
import org.jspecify.annotations.Nullable;

/**
 * The peer that brought a record. Publishers' keys are free, but sessions with this node are not.
 *
 * @param node the peer whose session brought it
 * @param share what the record counts against: the peer's network, or the peer itself if it is not
 *     reached directly
 */
record Carrier(NodeId node, String share) {
  static Carrier of(NodeId node, @Nullable NetworkPlace network) {
    return new Carrier(node, network == null ? node.toHex() : network.bytes());
  }
}
