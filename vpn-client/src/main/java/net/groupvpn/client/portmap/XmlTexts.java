package net.groupvpn.client.portmap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads small untrusted documents: no document types, no entities, nothing is fetched. */
final class XmlTexts {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 2_000;
  private static final int MAX_TEXT_CHARACTERS = 1_024;

  private XmlTexts() {}

  /** Hears of each element without child elements, and of the end of every other one, in order. */
  interface Listener {
    /** {@code text} is at most {@value #MAX_TEXT_CHARACTERS} characters, stripped. */
    void onText(String element, String text);

    default void onEnd(String element) {}
  }

  /**
   * Reads a whole document; names are reported without their prefixes.
   *
   * @throws IOException if it is malformed, or too deep or long; what came before has been reported
   */
  static void read(byte[] document, Listener listener) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      read(factory.createXMLStreamReader(new ByteArrayInputStream(document)), listener);
    } catch (XMLStreamException e) {
      throw new IOException("no XML: " + e.getMessage(), e);
    }
  }

  private static void read(XMLStreamReader in, Listener listener)
      throws XMLStreamException, IOException {
    Deque<String> open = new ArrayDeque<>();
    StringBuilder text = new StringBuilder();
    boolean isLeaf = false;
    int elements = 0;
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          open.push(in.getLocalName());
          text.setLength(0);
          isLeaf = true;
          if (++elements > MAX_ELEMENTS || open.size() > MAX_DEPTH) {
            throw new IOException("too many elements, or too deep");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          String element = open.pop();
          if (isLeaf) {
            listener.onText(element, text.toString().strip());
          } else {
            listener.onEnd(element);
          }
          isLeaf = false;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          text.append(in.getText());
          if (isLeaf && text.length() > MAX_TEXT_CHARACTERS) {
            throw new IOException("a text is too long");
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("document types and entities are not read");
        default -> {
          // Comments and similar.
        }
      }
    }
  }
}
