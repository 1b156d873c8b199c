package net.groupvpn.overlay.survey;

import java.util.List;
import net.groupvpn.overlay.id.NodeId;

/**
 * A crawl's finding about a node.
 *
 * @param lacks nodes that are missing among its siblings
 * @param ghosts its siblings that did not answer the crawl
 */
public record NodeCheck(NodeId node, State state, List<NodeId> lacks, List<NodeId> ghosts) {
  /** The outcome. */
  public enum State {
    /** Its siblings are the closest nodes. */
    RIGHT,
    /** They are not the closest nodes. */
    WRONG,
    /** It has not joined yet, so nothing is expected of it. */
    JOINING,
    /** Others name it, but it did not answer. */
    SILENT
  }

  public NodeCheck {
    lacks = List.copyOf(lacks);
    ghosts = List.copyOf(ghosts);
  }

  static NodeCheck right(NodeId node) {
    return new NodeCheck(node, State.RIGHT, List.of(), List.of());
  }

  static NodeCheck joining(NodeId node) {
    return new NodeCheck(node, State.JOINING, List.of(), List.of());
  }

  static NodeCheck silent(NodeId node) {
    return new NodeCheck(node, State.SILENT, List.of(), List.of());
  }

  static NodeCheck wrong(NodeId node, List<NodeId> lacks, List<NodeId> ghosts) {
    return new NodeCheck(node, State.WRONG, lacks, ghosts);
  }

  /** Whether to ask it again: overlays change while they are crawled. */
  boolean isSuspect() {
    return state == State.WRONG || state == State.SILENT;
  }
}
