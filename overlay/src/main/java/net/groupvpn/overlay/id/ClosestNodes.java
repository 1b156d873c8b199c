package net.groupvpn.overlay.id;

import java.util.Arrays;
import java.util.List;

/**
 * Collects the few of many nodes that are closest to a point, closest first and each once. Cheaper
 * than sorting all of them, and most of them are looked at only once. Single-threaded.
 */
public final class ClosestNodes {
  private final NodeId center;
  private final NodeId[] nodes;
  private int size;

  /** Keeps {@code count} of them, at least one. */
  public ClosestNodes(NodeId center, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("the " + count + " closest nodes");
    }
    this.center = center;
    this.nodes = new NodeId[count];
  }

  /** Whether {@code node} would be kept, and is not yet. */
  public boolean hasPlaceFor(NodeId node) {
    return placeOf(node) >= 0;
  }

  /** Whether there is no room, and all that are kept are closer than {@code node}, or it itself. */
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

  /** Negative if it is there already, or too far away. */
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

  /** Those that are kept now. */
  public List<NodeId> toList() {
    return List.of(Arrays.copyOf(nodes, size));
  }
}
