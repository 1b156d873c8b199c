package net.groupvpn.dhcpdns.dhcp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The options of one message. Parts of an option that comes several times are joined (RFC 3396).
 */
final class DhcpOptions {
  private final Map<Integer, ByteArrayOutputStream> parts = new TreeMap<>();

  /**
   * Adds the options from {@code from} to {@code end}, exclusive.
   *
   * @throws WireException if an option is cut
   */
  void read(byte[] bytes, int from, int end) throws WireException {
    int at = from;
    while (at < end && PacketBytes.u8(bytes, at) != DhcpOption.END) {
      int code = PacketBytes.u8(bytes, at++);
      if (code == DhcpOption.PAD) {
        continue;
      }
      int length = at < end ? PacketBytes.u8(bytes, at++) : end;
      if (length > end - at) {
        throw new WireException("an option is cut");
      }
      parts.computeIfAbsent(code, c -> new ByteArrayOutputStream()).write(bytes, at, length);
      at += length;
    }
  }

  /** The content of an option, or null without it. */
  byte @Nullable [] bytes(int code) {
    ByteArrayOutputStream part = parts.get(code);
    return part == null ? null : part.toByteArray();
  }

  /** The number in an option of one byte; 0 without it, or if it is longer or shorter. */
  int u8(int code) {
    byte[] bytes = bytes(code);
    return bytes == null || bytes.length != 1 ? 0 : PacketBytes.u8(bytes, 0);
  }

  /** The number in an option of two bytes; 0 without it, or if it is longer or shorter. */
  int u16(int code) {
    byte[] bytes = bytes(code);
    return bytes == null || bytes.length != Short.BYTES ? 0 : PacketBytes.u16(bytes, 0);
  }

  /** The address in an option of four bytes; 0 without it, or if it is longer or shorter. */
  int address(int code) {
    byte[] bytes = bytes(code);
    return bytes == null || bytes.length != Integer.BYTES ? 0 : PacketBytes.i32(bytes, 0);
  }

  /** The text in an option, with whatever bytes there are as characters; or null without it. */
  @Nullable String text(int code) {
    byte[] bytes = bytes(code);
    return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
