package net.groupvpn.simulator.data;

import java.io.EOFException;
import java.util.function.Supplier;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An XML file, element by element; without document types, which could name other files. */
final class XmlSource {
  private final LineSource source;
  private final XMLStreamReader reader;

  XmlSource(LineSource source) throws DatasetException {
    this.source = source;
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      reader = factory.createXMLStreamReader(source.reader());
    } catch (XMLStreamException e) {
      throw damaged(source, e, () -> 1);
    }
  }

  /** Goes to the next beginning or end of an element; false at the end of the file. */
  boolean next() throws DatasetException {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamReader.START_ELEMENT || event == XMLStreamReader.END_ELEMENT) {
          return true;
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw damaged(source, e, this::line);
    }
  }

  boolean isStart(String element) {
    return reader.isStartElement() && reader.getLocalName().equals(element);
  }

  boolean isEnd(String element) {
    return reader.isEndElement() && reader.getLocalName().equals(element);
  }

  /** An attribute; empty if there is none. */
  String attribute(String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  /** The text of the element that has just begun. */
  String text() throws DatasetException {
    try {
      return reader.getElementText().strip();
    } catch (XMLStreamException e) {
      throw damaged(source, e, this::line);
    }
  }

  int line() {
    return reader.getLocation().getLineNumber();
  }

  DatasetException error(String what) {
    return source.error(line(), what);
  }

  float number(String text) throws DatasetException {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw error("'" + text + "' is not a number");
    }
  }

  private static DatasetException damaged(
      LineSource source, XMLStreamException e, Supplier<Integer> line) {
    String why =
        e.getNestedException() instanceof EOFException
            ? "its compressed data ends here"
            : "not well-formed XML, or cut off";
    int at = e.getLocation() == null ? line.get() : e.getLocation().getLineNumber();
    return source.error(at, why);
  }
}
