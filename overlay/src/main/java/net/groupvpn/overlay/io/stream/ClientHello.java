package net.groupvpn.overlay.io.stream;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a stream from other TLS connections by its first message (RFC 8446 4.1.2): by the
 * application protocols that the client offers (ALPN, RFC 7301). Hostile until proven otherwise;
 * what cannot be read is not a stream.
 */
final class ClientHello {
  /**
   * What a stream's client offers: names that middleboxes know, in a combination that nobody else
   * offers.
   */
  static final List<String> STREAM = List.of("http/1.1", "http/1.0");

  /** Longest first record that is accepted, bytes; those of today's browsers have 2 KB. */
  static final int MAX_BYTES = 8 << 10;

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int ALPN = 16;
  private static final int RECORD_HEADER_BYTES = 5;
  private static final int LENGTH_AT = 3;
  private static final int TYPE_AND_LENGTH_BYTES = 4;
  private static final int VERSION_AND_RANDOM_BYTES = 34;

  private ClientHello() {}

  /** What kind of connection it is. */
  enum Kind {
    STREAM,
    OTHER,
    UNFINISHED
  }

  /** Examines what a client has sent so far; does not change {@code bytes}. */
  static Kind kind(ByteBuffer bytes) {
    ByteBuffer in = bytes.duplicate();
    if (in.remaining() > 0 && in.get(in.position()) != HANDSHAKE) {
      return Kind.OTHER;
    }
    if (in.remaining() < RECORD_HEADER_BYTES) {
      return Kind.UNFINISHED;
    }
    int length = Short.toUnsignedInt(in.getShort(in.position() + LENGTH_AT));
    if (length > MAX_BYTES - RECORD_HEADER_BYTES) {
      return Kind.OTHER;
    }
    if (in.remaining() < RECORD_HEADER_BYTES + length) {
      return Kind.UNFINISHED;
    }
    in.position(in.position() + RECORD_HEADER_BYTES);
    return isStream(in.slice().limit(length)) ? Kind.STREAM : Kind.OTHER;
  }

  private static boolean isStream(ByteBuffer hello) {
    try {
      return applications(hello).equals(STREAM);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return false;
    }
  }

  private static List<String> applications(ByteBuffer in) {
    if (in.get(in.position()) != CLIENT_HELLO) {
      return List.of();
    }
    skip(in, TYPE_AND_LENGTH_BYTES + VERSION_AND_RANDOM_BYTES);
    skip(in, Byte.toUnsignedInt(in.get())); // session ID
    skip(in, Short.toUnsignedInt(in.getShort())); // cipher suites
    skip(in, Byte.toUnsignedInt(in.get())); // compression
    ByteBuffer extensions = part(in, Short.toUnsignedInt(in.getShort()));
    while (extensions.hasRemaining()) {
      int type = Short.toUnsignedInt(extensions.getShort());
      ByteBuffer content = part(extensions, Short.toUnsignedInt(extensions.getShort()));
      if (type == ALPN) {
        return names(part(content, Short.toUnsignedInt(content.getShort())));
      }
    }
    return List.of();
  }

  private static List<String> names(ByteBuffer in) {
    List<String> names = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] name = new byte[Byte.toUnsignedInt(in.get())];
      in.get(name);
      names.add(new String(name, StandardCharsets.US_ASCII));
    }
    return names;
  }

  private static ByteBuffer part(ByteBuffer in, int length) {
    ByteBuffer part = in.slice().limit(length);
    skip(in, length);
    return part;
  }

  private static void skip(ByteBuffer in, int count) {
    in.position(in.position() + count);
  }
}
