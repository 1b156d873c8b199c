package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Formats the fields of answers for people. */
final class Answers {
  private static final int SHORT_ID = 8;

  private Answers() {}

  /** A member's name, or the first digits of its node ID. */
  static String who(JsonNode member) {
    return member.path("name").asText(shortId(member.path("node")));
  }

  /** The first digits of a node ID. */
  static String shortId(JsonNode node) {
    String id = node.asText();
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  /** A duration, or a dash if unknown. */
  static String millis(JsonNode millis) {
    return millis.isNumber() ? String.format(Locale.ROOT, "%.1f ms", millis.asDouble()) : "-";
  }
}
