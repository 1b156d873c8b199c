package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How fields of answers are written for people. */
final class Answers {
  private static final int SHORT_ID = 8;

  private Answers() {}

  /** A member's name, or the beginning of its node ID. */
  static String who(JsonNode member) {
    return member.path("name").asText(shortId(member.path("node")));
  }

  /** The beginning of a node ID. */
  static String shortId(JsonNode node) {
    String id = node.asText();
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  /** A time, or a dash if it is not known. */
  static String millis(JsonNode millis) {
    return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : "-";
  }
}
