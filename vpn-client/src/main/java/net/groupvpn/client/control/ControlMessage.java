package net.groupvpn.client.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Requests and answers as lines of JSON. */
final class ControlMessage {
  /** Version of requests and answers. */
  static final int VERSION = 1;

  /** Longest request, bytes. */
  static final int MAX_REQUEST_BYTES = 4_096;

  /** Longest answer, bytes: a few thousand peers. */
  static final int MAX_ANSWER_BYTES = 4 << 20;

  private static final int MAX_DEPTH = 8;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .build());

  private ControlMessage() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ObjectNode request(String command, ObjectNode arguments) {
    ObjectNode request = object().put("version", VERSION).put("command", command);
    request.set("arguments", arguments);
    return request;
  }

  static ObjectNode success(ObjectNode result) {
    ObjectNode answer = object().put("version", VERSION).put("ok", true);
    answer.set("result", result);
    return answer;
  }

  static ObjectNode failure(ControlException problem) {
    return object()
        .put("version", VERSION)
        .put("ok", false)
        .put("error", problem.code())
        .put("message", problem.getMessage());
  }

  static String line(ObjectNode message) {
    return message + "\n";
  }

  /** Parses a request or answer, which must be an object of this version. */
  static JsonNode parse(String line) throws ControlException {
    JsonNode message;
    try {
      message = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new ControlException("bad_request", "this is not a line of JSON");
    }
    if (!message.isObject()) {
      throw new ControlException("bad_request", "a message is a JSON object");
    }
    if (message.path("version").asInt() != VERSION) {
      throw new ControlException(
          "bad_version",
          "version is " + message.path("version") + " but this program speaks " + VERSION);
    }
    return message;
  }
}
