package net.groupvpn.lab.fuzz;

import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.virtual.Kernel;

/** Randomness with a preference for boundary values. */
final class Dice {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7fff,
    0x8000,
    0xffff,
    0x1_0000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    1L << 48,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final int EDGE_IN = 3;
  private static final int HOSTS = 8;

  private final SplittableRandom random;
  private List<NodeId> nodes;

  Dice(long seed) {
    random = new SplittableRandom(seed);
    nodes = List.of(NodeId.random(random));
  }

  /** Sets the IDs of existing nodes. */
  void setNodes(List<NodeId> known) {
    nodes = List.copyOf(known);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** 0 to {@code most}, often one of these two. */
  int upTo(int most) {
    return oneIn(EDGE_IN) ? (random.nextBoolean() ? 0 : most) : random.nextInt(most + 1);
  }

  long i64() {
    return oneIn(EDGE_IN) ? EDGES[below(EDGES.length)] : random.nextLong();
  }

  int i32() {
    return (int) i64();
  }

  int u16() {
    return (int) i64() & 0xffff;
  }

  int u8() {
    return (int) i64() & 0xff;
  }

  boolean flag() {
    return random.nextBoolean();
  }

  /** Up to {@code most} random bytes. */
  byte[] bytes(int most) {
    byte[] bytes = new byte[upTo(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  <T> T oneOf(List<T> choice) {
    return choice.get(below(choice.size()));
  }

  NodeId randomId() {
    return NodeId.random(random);
  }

  /** Mostly an existing node. */
  NodeId id() {
    return switch (below(8)) {
      case 0 -> NodeId.random(random);
      case 1 -> NodeId.of(new byte[NodeId.BYTES]);
      case 2 -> near(oneOf(nodes));
      default -> oneOf(nodes);
    };
  }

  private NodeId near(NodeId node) {
    byte[] bytes = node.toBytes();
    bytes[NodeId.BYTES - 1] ^= (byte) (1 << below(Byte.SIZE));
    return NodeId.of(bytes);
  }

  Endpoint endpoint() {
    Endpoint host = Kernel.endpointOf(below(HOSTS));
    return flag() ? host : new Endpoint(host.address(), 1 + upTo(65_534));
  }
}
