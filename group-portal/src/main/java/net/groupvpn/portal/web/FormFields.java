package net.groupvpn.portal.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a sent form ({@code application/x-www-form-urlencoded}), read strictly. A field
 * that is not UTF-8, contains characters that no page shows ({@link VisibleText}), or occurs twice,
 * has a problem. In the value that a page gets to show again, such characters are replaced by
 * U+FFFD, so no page can store them, whether or not it checks the problem.
 */
final class FormFields {
  private static final int MAX_FIELDS = 50;
  private static final int MAX_CHARACTERS = 4_000;
  private static final int HEXADECIMAL = 16;
  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> problems = new LinkedHashMap<>();

  static FormFields parse(byte[] body) {
    var fields = new FormFields();
    var text = new String(body, StandardCharsets.ISO_8859_1);
    for (var pair : text.split("&", MAX_FIELDS)) {
      var at = pair.indexOf('=');
      if (at > 0) {
        fields.add(pair.substring(0, at), pair.substring(at + 1));
      }
    }
    return fields;
  }

  /** The field as typed, at most 4,000 characters; empty if missing. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** The problems by field name. */
  Map<String, String> problems() {
    return problems;
  }

  private void add(String encodedName, String encodedValue) {
    var name = new String(decoded(encodedName), StandardCharsets.UTF_8);
    var bytes = decoded(encodedValue);
    String value;
    try {
      value = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      value = new String(bytes, StandardCharsets.UTF_8);
      problems.put(name, "This is not text in UTF-8. Type it again.");
    }
    var shown = VisibleText.replaced(value);
    if (!shown.equals(value)) {
      problems.put(name, "This holds a character that cannot be seen. Type it again.");
    }
    var kept = shown.length() <= MAX_CHARACTERS ? shown : shown.substring(0, MAX_CHARACTERS);
    if (values.putIfAbsent(name, kept) != null) {
      problems.put(name, "This was sent twice. Type it again.");
    }
  }

  /** A percent sign that begins no byte stands for itself, as in browsers' own parsers. */
  private static byte[] decoded(String encoded) {
    var out = ByteBuffer.allocate(encoded.length());
    for (var i = 0; i < encoded.length(); i++) {
      var c = encoded.charAt(i);
      if (c == '%' && isByte(encoded, i + 1)) {
        out.put((byte) Integer.parseInt(encoded.substring(i + 1, i + 3), HEXADECIMAL));
        i += 2;
      } else {
        out.put((byte) (c == '+' ? ' ' : c));
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static boolean isByte(String text, int at) {
    return at + 1 < text.length()
        && Character.digit(text.charAt(at), HEXADECIMAL) >= 0
        && Character.digit(text.charAt(at + 1), HEXADECIMAL) >= 0;
  }
}
