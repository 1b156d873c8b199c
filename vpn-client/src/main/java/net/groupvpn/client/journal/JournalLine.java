package net.groupvpn.client.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal: a checksum of what follows it, and a JSON object that people can read.
 *
 * @param number of the step that it tells of
 * @param step what is about to be done; null if the step with that number is taken back
 */
record JournalLine(long number, @Nullable Step step) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHECKSUM_CHARS = 8;

  String text() {
    ObjectNode object = JSON.createObjectNode();
    if (step == null) {
      object.put("undone", number);
    } else {
      object.put("step", number).put("set", step.kind());
      step.of().forEach(object.putArray("of")::add);
      object.put("was", step.was()).put("boot", step.boot());
    }
    String json = object.toString();
    return checksum(json) + " " + json;
  }

  /** Null if it is not as it was written. */
  static @Nullable JournalLine parse(String line) {
    if (line.length() <= CHECKSUM_CHARS
        || !line.startsWith(checksum(line.substring(CHECKSUM_CHARS + 1)) + " ")) {
      return null;
    }
    try {
      JsonNode object = JSON.readTree(line.substring(CHECKSUM_CHARS + 1));
      if (object.has("undone")) {
        return new JournalLine(object.path("undone").asLong(), null);
      }
      List<String> of = new ArrayList<>();
      object.path("of").forEach(value -> of.add(value.asText()));
      Step step =
          new Step(
              object.path("set").asText(),
              of,
              object.path("was").asText(),
              object.path("boot").asText());
      return new JournalLine(object.path("step").asLong(), step);
    } catch (JsonProcessingException e) {
      return null; // The checksum is right, so another program has written it; it is none of ours.
    }
  }

  private static String checksum(String json) {
    CRC32C sum = new CRC32C();
    sum.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }
}
