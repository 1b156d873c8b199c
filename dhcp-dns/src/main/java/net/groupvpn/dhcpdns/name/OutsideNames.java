package net.groupvpn.dhcpdns.name;

import java.util.function.Consumer;

/** Answers questions for names outside the group, while there is anybody to ask. */
public interface OutsideNames {
  /**
   * Asks for somebody who trusts this machine: itself. Must not block.
   *
   * @param query a well-formed query with one question
   * @param maxReplyBytes how long the reply may be; a longer one is truncated
   * @param answer gets the reply once, at once or later, from any thread
   * @return false if nobody can be asked; then {@code answer} is not called
   */
  boolean ask(byte[] query, int maxReplyBytes, Consumer<byte[]> answer);
}
