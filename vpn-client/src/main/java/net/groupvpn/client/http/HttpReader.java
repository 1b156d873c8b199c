package net.groupvpn.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads answers of HTTP/1.1 (RFC 9112), hostile ones, too: all has a limit. */
final class HttpReader {
  private static final int MAX_LINE_BYTES = 8 * 1_024;
  private static final int MAX_HEADERS = 100;
  private static final int HEX = 16;
  private static final int FIRST_FINAL = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int VERSION_CHARS = 9;
  private static final int STATUS_CHARS = 3;

  private final InputStream input;
  private final int maxBodyBytes;
  private boolean isReusable = true;
  private boolean hasBegun;

  /** {@code maxBodyBytes} is what is read of a body, and one byte more as a sign of more. */
  HttpReader(InputStream input, int maxBodyBytes) {
    this.input = input;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** Whether the connection is good for another request. */
  boolean isReusable() {
    return isReusable;
  }

  /** Whether anything has come at all. */
  boolean hasBegun() {
    return hasBegun;
  }

  HttpAnswer read(String method) throws IOException {
    int status = status();
    Map<String, String> headers = headers();
    while (status < FIRST_FINAL) {
      status = status();
      headers = headers();
    }
    isReusable = !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    boolean hasBody = !method.equals("HEAD") && status != NO_CONTENT && status != NOT_MODIFIED;
    byte[] body = hasBody ? body(headers) : new byte[0];
    return new HttpAnswer(status, headers, body);
  }

  private int status() throws IOException {
    String line = line();
    int end = VERSION_CHARS + STATUS_CHARS;
    if (!line.startsWith("HTTP/1.") || line.length() < end) {
      throw new IOException("no answer of HTTP");
    }
    isReusable &= !line.startsWith("HTTP/1.0");
    return number(line.substring(VERSION_CHARS, end), 10);
  }

  private static int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a negative one.
    }
    throw new IOException("no number where there must be one in an answer of HTTP");
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < MAX_HEADERS; i++) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    throw new IOException("too many headers in an answer of HTTP");
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      chunks(body);
    } else if (length != null) {
      copy(number(length, 10), body);
    } else {
      isReusable = false;
      body.writeBytes(input.readNBytes(maxBodyBytes + 1));
    }
    return body.toByteArray();
  }

  private void chunks(ByteArrayOutputStream body) throws IOException {
    int length = chunkLength();
    while (length > 0 && copy(length, body)) {
      line();
      length = chunkLength();
    }
    if (length == 0) {
      headers();
    }
  }

  private int chunkLength() throws IOException {
    return number(line().split(";", 2)[0], HEX);
  }

  /** Whether all of it found room. */
  private boolean copy(int length, ByteArrayOutputStream body) throws IOException {
    int wanted = Math.min(length, maxBodyBytes + 1 - body.size());
    byte[] piece = input.readNBytes(wanted);
    if (piece.length < wanted) {
      throw new IOException("the connection broke in the middle of an answer");
    }
    body.writeBytes(piece);
    isReusable &= wanted == length;
    return wanted == length && body.size() <= maxBodyBytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new IOException(
            hasBegun ? "the connection broke in the middle of an answer" : "no answer came");
      }
      hasBegun = true;
      if (line.size() >= MAX_LINE_BYTES) {
        throw new IOException("too long a line in an answer of HTTP");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
