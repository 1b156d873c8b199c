package net.groupvpn.client.portmap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests to a router's service, and its answers.
 *
 * @param texts of elements, by name
 */
record SoapMessage(Map<String, String> texts) {
  private static final String ERROR = "errorCode";
  private static final int NO_ERROR = 0;
  private static final int OTHER_ERROR = 501;

  /**
   * A request.
   *
   * @param arguments their order reaches the wire; only this client's own texts, which need no
   *     escaping
   */
  static byte[] request(String serviceType, String action, Map<String, String> arguments) {
    StringBuilder out = new StringBuilder();
    out.append("<?xml version=\"1.0\"?>\r\n<s:Envelope")
        .append(" xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"")
        .append(" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>")
        .append("<u:")
        .append(action)
        .append(" xmlns:u=\"")
        .append(serviceType)
        .append("\">");
    arguments.forEach(
        (name, value) ->
            out.append('<')
                .append(name)
                .append('>')
                .append(value)
                .append("</")
                .append(name)
                .append('>'));
    out.append("</u:").append(action).append("></s:Body></s:Envelope>\r\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads an answer; throws if it is malformed. */
  static SoapMessage read(byte[] document) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    XmlTexts.read(document, texts::put);
    return new SoapMessage(texts);
  }

  /** The text of an element, empty if there is none. */
  String text(String element) {
    return texts.getOrDefault(element, "");
  }

  /** The UPnP error, 0 if there is none. */
  int error() {
    String text = text(ERROR);
    if (text.isEmpty()) {
      return NO_ERROR;
    }
    try {
      int error = Integer.parseInt(text);
      return error == NO_ERROR ? OTHER_ERROR : error;
    } catch (NumberFormatException e) {
      return OTHER_ERROR;
    }
  }
}
