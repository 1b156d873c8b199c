package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.wire.WireException;

/**
 * What may be asked of all nodes, and how answers become one on the way up. Both ends of every link
 * must know it. Engine thread only.
 */
public interface Topic {
  /** Longest question, bytes. */
  int MAX_QUESTION_BYTES = 256;

  /** Longest answer, merged or not, bytes. */
  int MAX_ANSWER_BYTES = 4_000;

  /**
   * This node's own answer; asked once per broadcast.
   *
   * @throws WireException if the question is none
   */
  byte[] answer(byte[] question) throws WireException;

  /**
   * Two answers as one, at most {@link #MAX_ANSWER_BYTES} long.
   *
   * @param own what was merged before; empty if nothing was
   * @param received another node's, hostile until read
   * @throws WireException if the second is no answer
   */
  byte[] merge(byte[] own, byte[] received) throws WireException;
}
