package net.groupvpn.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import net.groupvpn.overlay.wire.PlainText;

/**
 * An answer as it is shown to people. Parts of it come from other members or the portal, and must
 * neither control the terminal nor start lines of their own.
 */
final class PlainAnswer {
  private PlainAnswer() {}

  /** The same with every text and field name escaped. */
  static JsonNode of(JsonNode answer) {
    if (answer.isTextual()) {
      return TextNode.valueOf(PlainText.escape(answer.textValue()));
    }
    if (answer.isObject()) {
      ObjectNode plain = JsonNodeFactory.instance.objectNode();
      answer
          .properties()
          .forEach(each -> plain.set(PlainText.escape(each.getKey()), of(each.getValue())));
      return plain;
    }
    if (answer.isArray()) {
      ArrayNode plain = JsonNodeFactory.instance.arrayNode();
      answer.forEach(each -> plain.add(of(each)));
      return plain;
    }
    return answer;
  }
}
