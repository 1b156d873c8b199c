package net.groupvpn.overlay.group;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Typed values of a parsed group file; an error names the value that is missing or malformed. */
final class Values {
  private static final int MAX_SEEDS = 64;
  private static final String SHA256_HEX = "[0-9a-f]{64}";

  private final JsonNode tree;

  Values(JsonNode tree) {
    this.tree = tree;
  }

  String string(String key) throws GroupFileException {
    return string(key, node(key));
  }

  List<String> strings(String key) throws GroupFileException {
    JsonNode list = node(key);
    if (!list.isArray() || list.size() > MAX_SEEDS) {
      throw GroupFileException.damaged(key + " is not a list of at most " + MAX_SEEDS);
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode element : list) {
      strings.add(string(key, element));
    }
    return strings;
  }

  int integer(String key, int min, int max) throws GroupFileException {
    JsonNode value = node(key);
    if (!value.isInt() || value.asInt() < min || value.asInt() > max) {
      throw GroupFileException.damaged(key + " is not a number from " + min + " to " + max);
    }
    return value.asInt();
  }

  byte[] base64(String key) throws GroupFileException {
    try {
      return Base64.getDecoder().decode(string(key));
    } catch (IllegalArgumentException e) {
      throw GroupFileException.damaged(key + " is not Base64");
    }
  }

  Instant instant(String key) throws GroupFileException {
    try {
      return Instant.parse(string(key));
    } catch (DateTimeException e) {
      throw GroupFileException.damaged(key + " is not a time such as 2026-01-31T12:00:00Z");
    }
  }

  URI httpsUrl(String key) throws GroupFileException {
    try {
      URI url = new URI(string(key));
      boolean https = "https".equals(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
      if (https && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The caller reports this, as for any other malformed address.
    }
    throw GroupFileException.damaged(key + " is not an https address");
  }

  String fingerprint(String key) throws GroupFileException {
    String value = string(key);
    String digits =
        value.startsWith(Keys.FINGERPRINT_PREFIX)
            ? value.substring(Keys.FINGERPRINT_PREFIX.length())
            : "";
    if (!digits.matches(SHA256_HEX)) {
      throw GroupFileException.damaged(key + " is not sha256: and 64 hexadecimal digits");
    }
    return digits;
  }

  private JsonNode node(String key) throws GroupFileException {
    JsonNode value = tree.get(key);
    if (value == null) {
      throw GroupFileException.damaged(key + " is missing");
    }
    return value;
  }

  private static String string(String key, JsonNode value) throws GroupFileException {
    if (!value.isTextual()) {
      throw GroupFileException.damaged(key + " is not a text in quotes");
    }
    return value.asText();
  }
}
