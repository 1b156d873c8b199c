package net.groupvpn.client.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers control requests. Called on the connection's own thread; may block for seconds. */
public interface ControlHandler {
  /**
   * Executes {@code command}.
   *
   * @param arguments an object, possibly empty; untrusted
   * @return the answer's {@code result}
   */
  ObjectNode handle(String command, JsonNode arguments) throws ControlException;
}
