package net.groupvpn.gateway.offers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;

/**
 * The keys in the hash table under which a group's members publish offers of one kind. There are a
 * few, so that no eight replicas keep them all; a member's own follows from its node ID. Pure.
 *
 * @param kind a word
 * @param count how many there are
 */
public record OfferSlots(String kind, String groupIdHex, int count) {
  private static final int ID_BYTE = NodeId.BYTES - 1;

  /** Where {@code node} publishes. */
  public NodeId of(NodeId node) {
    return key(Byte.toUnsignedInt(node.toBytes()[ID_BYTE]) % count);
  }

  /** All of them, in order. */
  List<NodeId> all() {
    return IntStream.range(0, count).mapToObj(this::key).toList();
  }

  private NodeId key(int slot) {
    String text = "groupvpn:" + kind + ":" + groupIdHex + ":" + slot;
    return NodeId.hash(text.getBytes(StandardCharsets.US_ASCII));
  }
}
