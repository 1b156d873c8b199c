package net.groupvpn.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;

/**
 * The keys in the hash table under which a group's gateways publish their offers. There are a few,
 * so that no eight replicas keep them all; a gateway's own follows from its node ID. Pure.
 */
final class GatewaySlots {
  /** How many there are: each holds a dozen of a hundred gateways. */
  static final int SLOTS = 8;

  private static final int ID_BYTE = NodeId.BYTES - 1;

  private final String groupIdHex;

  GatewaySlots(String groupIdHex) {
    this.groupIdHex = groupIdHex;
  }

  /** Where {@code node} publishes. */
  NodeId of(NodeId node) {
    return key(Byte.toUnsignedInt(node.toBytes()[ID_BYTE]) % SLOTS);
  }

  /** All of them, in order. */
  List<NodeId> all() {
    return IntStream.range(0, SLOTS).mapToObj(this::key).toList();
  }

  private NodeId key(int slot) {
    String text = "groupvpn:gateways:" + groupIdHex + ":" + slot;
    return NodeId.hash(text.getBytes(StandardCharsets.US_ASCII));
  }
}
