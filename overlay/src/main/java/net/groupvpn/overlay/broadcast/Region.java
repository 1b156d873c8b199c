package net.groupvpn.overlay.broadcast;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * All IDs that begin with the same bits.
 *
 * @param prefix these bits, followed by zeros
 * @param bits how many bits: 0 (the whole space) to 160 (one ID)
 */
public record Region(NodeId prefix, int bits) {
  /** The whole ID space. */
  public static final Region ALL = new Region(NodeId.of(new byte[NodeId.BYTES]), 0);

  public Region {
    if (bits < 0 || bits > NodeId.BITS) {
      throw new IllegalArgumentException("a region has 0 to 160 bits, not " + bits);
    }
    if (!prefix.equals(cut(prefix, bits))) {
      throw new IllegalArgumentException("a region's prefix ends after " + bits + " bits");
    }
  }

  /** All IDs that share at least {@code bits} bits with {@code node}. */
  public static Region around(NodeId node, int bits) {
    return new Region(cut(node, bits), bits);
  }

  /** All IDs in that distance bucket of {@code node}. */
  static Region ofBucket(NodeId node, int bucket) {
    int shared = NodeId.BITS - 1 - bucket;
    return around(flip(node, shared), shared + 1);
  }

  /** Whether {@code node} lies in this region. */
  public boolean contains(NodeId node) {
    return prefix.commonPrefixBits(node) >= bits;
  }

  /** Both halves; a region of one ID has none. */
  public List<Region> halves() {
    Region lower = new Region(prefix, bits + 1);
    return List.of(lower, new Region(flip(prefix, bits), bits + 1));
  }

  void write(WireWriter out) {
    out.nodeId(prefix).u8(bits);
  }

  static Region read(WireReader in) throws WireException {
    NodeId prefix = in.nodeId();
    int bits = in.u8();
    if (bits > NodeId.BITS || !prefix.equals(cut(prefix, bits))) {
      throw new WireException("not a region");
    }
    return new Region(prefix, bits);
  }

  private static NodeId flip(NodeId node, int bit) {
    byte[] bytes = node.toBytes();
    bytes[bit / Byte.SIZE] ^= (byte) (0x80 >> bit % Byte.SIZE);
    return NodeId.of(bytes);
  }

  private static NodeId cut(NodeId node, int bits) {
    byte[] bytes = node.toBytes();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      bytes[i] &= (byte) (0xff00 >> kept);
    }
    return NodeId.of(bytes);
  }
}
