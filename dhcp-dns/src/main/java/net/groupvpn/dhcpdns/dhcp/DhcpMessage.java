package net.groupvpn.dhcpdns.dhcp;

import java.util.HexFormat;
import java.util.Locale;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * A client's message (RFC 2131, section 2), as far as a server reads it. Addresses are numbers, 0
 * for none.
 *
 * @param transaction xid, which the answer repeats
 * @param flags of which the highest asks for answers by broadcast
 * @param clientAddress ciaddr, the address that the client uses
 * @param relay giaddr, the relay agent that has passed it on
 * @param mac chaddr
 */
record DhcpMessage(
    int transaction, int flags, int clientAddress, int relay, long mac, DhcpOptions options) {
  /** Where the options begin, after the cookie. */
  static final int OPTIONS_AT = 240;

  static final int COOKIE = 0x6382_5363;
  static final int COOKIE_AT = 236;
  static final int TRANSACTION_AT = 4;
  static final int FLAGS_AT = 10;
  static final int CLIENT_AT = 12;
  static final int YOUR_AT = 16;
  static final int MAC_AT = 28;
  static final int BROADCAST_FLAG = 0x8000;

  /** The op, htype, hlen of a request over Ethernet. */
  private static final int REQUEST = 1;

  private static final int ETHERNET = 1;
  private static final int MAC_BYTES = 6;

  private static final int RELAY_AT = 24;
  private static final int NAME_FIELD_AT = 44;
  private static final int FILE_FIELD_AT = 108;
  private static final int OVERLOADS_FILE = 1;
  private static final int OVERLOADS_NAME = 2;

  /** Longest message that is read: more fits into no packet of the device. */
  private static final int MAX_BYTES = 1_472;

  /** Shortest client identifier that counts (RFC 2132 9.14). */
  private static final int MIN_IDENTIFIER_BYTES = 2;

  /** Longest one, although parts of an option may be joined to more. */
  private static final int MAX_IDENTIFIER_BYTES = 255;

  /** Reads a client's message. */
  static DhcpMessage parse(byte[] bytes) throws WireException {
    if (bytes.length < OPTIONS_AT || bytes.length > MAX_BYTES) {
      throw new WireException("the length is not a DHCP message's");
    }
    if (PacketBytes.u8(bytes, 0) != REQUEST
        || PacketBytes.u8(bytes, 1) != ETHERNET
        || PacketBytes.u8(bytes, 2) != MAC_BYTES
        || PacketBytes.i32(bytes, COOKIE_AT) != COOKIE) {
      throw new WireException("no DHCP request over Ethernet");
    }
    DhcpOptions options = new DhcpOptions();
    options.read(bytes, OPTIONS_AT, bytes.length);
    int overload = options.u8(DhcpOption.OVERLOAD);
    if ((overload & OVERLOADS_FILE) != 0) {
      options.read(bytes, FILE_FIELD_AT, COOKIE_AT);
    }
    if ((overload & OVERLOADS_NAME) != 0) {
      options.read(bytes, NAME_FIELD_AT, FILE_FIELD_AT);
    }
    return new DhcpMessage(
        PacketBytes.i32(bytes, TRANSACTION_AT),
        PacketBytes.u16(bytes, FLAGS_AT),
        PacketBytes.i32(bytes, CLIENT_AT),
        PacketBytes.i32(bytes, RELAY_AT),
        PacketBytes.u48(bytes, MAC_AT),
        options);
  }

  /** One of {@link DhcpMessageType}, or anything else. */
  int type() {
    return options.u8(DhcpOption.MESSAGE_TYPE);
  }

  boolean wantsBroadcast() {
    return (flags & BROADCAST_FLAG) != 0;
  }

  /** Option 50, or 0. */
  int requested() {
    return options.address(DhcpOption.REQUESTED_ADDRESS);
  }

  /** Option 54, or 0. */
  int server() {
    return options.address(DhcpOption.SERVER);
  }

  /** Who has sent it. */
  DhcpClient client(boolean isOwn) {
    int wished = requested() == 0 ? clientAddress : requested();
    return new DhcpClient(
        key(), mac, isOwn, wished == 0 ? null : new Ipv4Address(wished), hostName());
  }

  private String key() {
    byte[] identifier = options.bytes(DhcpOption.CLIENT);
    return identifier == null
            || identifier.length < MIN_IDENTIFIER_BYTES
            || identifier.length > MAX_IDENTIFIER_BYTES
        ? "mac:" + HexFormat.of().toHexDigits(mac, 2 * MAC_BYTES)
        : "id:" + HexFormat.of().formatHex(identifier);
  }

  /** Option 12 without the part after a dot. */
  private @Nullable Label hostName() {
    String text = options.text(DhcpOption.HOST_NAME);
    if (text == null) {
      return null;
    }
    int dot = text.indexOf('.');
    return Label.parse((dot < 0 ? text : text.substring(0, dot)).toLowerCase(Locale.ROOT));
  }
}
