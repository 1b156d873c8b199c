package net.groupvpn.overlay.broadcast;

import net.groupvpn.overlay.wire.WireException;

/**
 * A kind of question to all nodes, and how answers are merged on the way back. Both ends of every
 * link must know it. Engine thread only.
 */
public interface Topic {
  /** Longest question, bytes. */
  int MAX_QUESTION_BYTES = 256;

  /** Longest answer, merged or not, bytes. */
  int MAX_ANSWER_BYTES = 4_000;

  /**
   * This node's own answer; called once per broadcast.
   *
   * @throws WireException if {@code question} is malformed
   */
  byte[] answer(byte[] question) throws WireException;

  /**
   * Merges two answers into one of at most {@link #MAX_ANSWER_BYTES}.
   *
   * @param own what was merged before; empty if nothing was
   * @param received another node's answer; hostile until read
   * @throws WireException if {@code received} is malformed
   */
  byte[] merge(byte[] own, byte[] received) throws WireException;
}
