package net.groupvpn.overlay.id;

import java.util.Arrays;
import java.util.List;

/**
 * Collects the few nodes closest to a point out of many, closest first and without duplicates.
 * Cheaper than sorting all of them: most nodes are looked at only once. Single-threaded.
 */
public final class ClosestNodes {
  private final NodeId center;
  private final NodeId[] nodes;
  private int size;

  /** Keeps {@code count} nodes, at least one. */
  public ClosestNodes(NodeId center, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("the " + count + " closest nodes");
    }
    this.center = center;
    this.nodes = new NodeId[count];
  }

  /** Whether {@code node} would be kept and is not yet. */
  public boolean hasPlaceFor(NodeId node) {
    return placeOf(node) >= 0;
  }

  /**
   * Whether the collection is full and holds only nodes that are closer than {@code node}, or
   * {@code node} itself.
   */
  public boolean isFartherThanAll(NodeId node) {
    return size == nodes.length && !center.isCloser(node, nodes[size - 1]);
  }

  /** Keeps {@code node} if it is among the closest so far. */
  public void add(NodeId node) {
    int place = placeOf(node);
    if (place >= 0) {
      size = Math.min(size + 1, nodes.length);
      System.arraycopy(nodes, place, nodes, place + 1, size - 1 - place);
      nodes[place] = node;
    }
  }

  /** Negative if it is already there, or too far away. */
  private int placeOf(NodeId node) {
    if (isFartherThanAll(node)) {
      return -1;
    }
    int place = size;
    while (place > 0) {
      int order = center.compareDistance(node, nodes[place - 1]);
      if (order == 0) {
        return -1;
      }
      if (order > 0) {
        break;
      }
      place--;
    }
    return place;
  }

  /** The nodes kept now. */
  public List<NodeId> toList() {
    return List.of(Arrays.copyOf(nodes, size));
  }
}
