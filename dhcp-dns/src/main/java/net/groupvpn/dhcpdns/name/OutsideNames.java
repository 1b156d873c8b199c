package net.groupvpn.dhcpdns.name;

import java.util.function.Consumer;

/** Answers questions for names outside the group, while there is anybody to ask. */
public interface OutsideNames {
  /**
   * Asks for somebody who trusts this machine: itself. Must not block.
   *
   * @param query a well-formed query with one question
   * @param answer gets the reply once, at once or later, from any thread; at most {@link
   *     DnsResponder#MAX_QUERY_BYTES} long
   * @return false if nobody can be asked; then {@code answer} is not called
   */
  boolean ask(byte[] query, Consumer<byte[]> answer);
}
