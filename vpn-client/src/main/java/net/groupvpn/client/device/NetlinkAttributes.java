package net.groupvpn.client.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes of a netlink message (struct rtattr: length, type, value), by their type. */
final class NetlinkAttributes {
  private static final int HEADER_BYTES = 4;
  private static final int ALIGNMENT = 4;

  /** Without the two bits that describe the value's structure. */
  private static final int TYPE_MASK = 0x3fff;

  private final Map<Integer, ByteBuffer> values = new HashMap<>();

  /** The attributes that begin at {@code from}; a malformed one ends them. */
  NetlinkAttributes(ByteBuffer message, int from) {
    int at = from;
    while (at + HEADER_BYTES <= message.limit()) {
      int length = message.getShort(at) & 0xffff;
      if (length < HEADER_BYTES || at + length > message.limit()) {
        return;
      }
      int type = message.getShort(at + 2) & TYPE_MASK;
      values.put(
          type, message.slice(at + HEADER_BYTES, length - HEADER_BYTES).order(message.order()));
      at += (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
  }

  /** A 32-bit number; 0 if there is none. */
  int number(int type) {
    ByteBuffer value = values.get(type);
    return value == null || value.limit() < Integer.BYTES ? 0 : value.getInt(0);
  }

  /** An 8-bit number; {@code fallback} if there is none. */
  int small(int type, int fallback) {
    ByteBuffer value = values.get(type);
    return value == null || value.limit() == 0 ? fallback : value.get(0) & 0xff;
  }

  /** A text without its final zero; empty if there is none. */
  String text(int type) {
    byte[] raw = raw(type);
    int length = raw == null ? 0 : raw.length;
    while (raw != null && length > 0 && raw[length - 1] == 0) {
      length--;
    }
    return raw == null ? "" : new String(raw, 0, length, StandardCharsets.UTF_8);
  }

  /** The bytes of a value, or null if there is none. */
  byte @Nullable [] raw(int type) {
    ByteBuffer value = values.get(type);
    if (value == null) {
      return null;
    }
    byte[] raw = new byte[value.limit()];
    value.get(0, raw);
    return raw;
  }

  /** Attributes within an attribute; none if it is not there. */
  NetlinkAttributes nested(int type) {
    ByteBuffer value = values.get(type);
    return new NetlinkAttributes(value == null ? ByteBuffer.allocate(0) : value, 0);
  }
}
