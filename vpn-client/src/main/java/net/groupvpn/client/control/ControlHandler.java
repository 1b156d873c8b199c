package net.groupvpn.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers control requests; called on the connection's own thread, may block for seconds. */
public interface ControlHandler {
  /**
   * Does what {@code command} says.
   *
   * @param arguments an object, maybe empty; untrusted
   * @return the answer's {@code result}
   */
  ObjectNode handle(String command, JsonNode arguments) throws ControlException;
}
