package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.id.NodeId;

/**
 * One question to many nodes.
 *
 * @param origin the asking node, as the message claims
 * @param id the origin's random number for it
 * @param topic number of the topic
 * @param question at most {@link Topic#MAX_QUESTION_BYTES}
 */
record Broadcast(NodeId origin, long id, int topic, byte[] question) {
  /** What makes two broadcasts the same. */
  record Name(NodeId origin, long id) {}

  Name name() {
    return new Name(origin, id);
  }
}
