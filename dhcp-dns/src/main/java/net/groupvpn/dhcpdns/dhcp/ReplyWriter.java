package net.groupvpn.dhcpdns.dhcp;

import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.PacketBytes;

/**
 * Writes one answer. An option that does not fit into what the client takes is left out, so the
 * important ones come first.
 */
final class ReplyWriter {
  /** Shortest message, for clients that still count in BOOTP's length (RFC 1542 2.1). */
  static final int MIN_BYTES = 300;

  private static final int REPLY = 2;
  private static final int ETHERNET = 1;
  private static final int MAC_BYTES = 6;
  private static final int HEADERS_BYTES = 28;
  private static final int MIN_PACKET_BYTES = 576;
  private static final int MAX_PACKET_BYTES = 1_260;
  private static final int MAX_OPTION_BYTES = 255;

  private final byte[] bytes;
  private int end = DhcpMessage.OPTIONS_AT;

  /** Begins an answer to {@code request}; {@code your} is yiaddr, 0 for none. */
  ReplyWriter(DhcpMessage request, int client, int your) {
    int asked = request.options().u16(DhcpOption.MAX_MESSAGE_BYTES);
    bytes = new byte[Math.min(Math.max(asked, MIN_PACKET_BYTES), MAX_PACKET_BYTES) - HEADERS_BYTES];
    PacketBytes.put8(bytes, 0, REPLY);
    PacketBytes.put8(bytes, 1, ETHERNET);
    PacketBytes.put8(bytes, 2, MAC_BYTES);
    PacketBytes.put32(bytes, DhcpMessage.TRANSACTION_AT, request.transaction());
    PacketBytes.put16(bytes, DhcpMessage.FLAGS_AT, request.flags());
    PacketBytes.put32(bytes, DhcpMessage.CLIENT_AT, client);
    PacketBytes.put32(bytes, DhcpMessage.YOUR_AT, your);
    PacketBytes.put48(bytes, DhcpMessage.MAC_AT, request.mac());
    PacketBytes.put32(bytes, DhcpMessage.COOKIE_AT, DhcpMessage.COOKIE);
  }

  /** An option of one byte. */
  ReplyWriter u8(int code, int value) {
    return option(code, new byte[] {(byte) value});
  }

  /** An option of two bytes. */
  ReplyWriter u16(int code, int value) {
    byte[] content = new byte[Short.BYTES];
    PacketBytes.put16(content, 0, value);
    return option(code, content);
  }

  /** An option of four bytes, such as an address. */
  ReplyWriter i32(int code, int value) {
    byte[] content = new byte[Integer.BYTES];
    PacketBytes.put32(content, 0, value);
    return option(code, content);
  }

  /** Any option. */
  ReplyWriter option(int code, byte[] content) {
    int room = bytes.length - end - 1;
    if (content.length <= MAX_OPTION_BYTES && content.length + 2 <= room) {
      PacketBytes.put8(bytes, end++, code);
      PacketBytes.put8(bytes, end++, content.length);
      System.arraycopy(content, 0, bytes, end, content.length);
      end += content.length;
    }
    return this;
  }

  /** The whole message. */
  byte[] toBytes() {
    PacketBytes.put8(bytes, end, DhcpOption.END);
    return Arrays.copyOf(bytes, Math.max(end + 1, MIN_BYTES));
  }
}
