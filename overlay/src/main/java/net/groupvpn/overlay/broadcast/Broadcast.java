package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.id.NodeId;

/**
 * One question to many.
 *
 * @param origin who asks, as it is said
 * @param id the origin's random number for it
 * @param topic number of the topic
 * @param question at most {@link Topic#MAX_QUESTION_BYTES}
 */
record Broadcast(NodeId origin, long id, int topic, byte[] question) {
  /** What makes two of them the same. */
  record Name(NodeId origin, long id) {}

  Name name() {
    return new Name(origin, id);
  }
}
