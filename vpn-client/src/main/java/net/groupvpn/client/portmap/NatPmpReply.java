package net.groupvpn.client.portmap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Replies of the NAT Port Mapping Protocol (RFC 6886, sections 3.2, 3.3 and 3.5). */
sealed interface NatPmpReply {
  int VERSION = 0;
  int ANSWER = 0x80;
  int ADDRESS = 0;
  int MAP_UDP = 1;
  int MAP_TCP = 2;
  int SUCCESS = 0;
  int HEADER_BYTES = 8;
  int ADDRESS_BYTES = 12;
  int MAPPED_BYTES = 16;
  int IPV4_BYTES = 4;

  /** The question that it answers. */
  int answeredOpcode();

  /** The router's external address. */
  record Address(InetAddress external) implements NatPmpReply {
    @Override
    public int answeredOpcode() {
      return ADDRESS;
    }
  }

  /** A mapping; a lifetime of 0 is the end of one. */
  record Mapped(int answeredOpcode, int internalPort, int externalPort, long lifetimeSeconds)
      implements NatPmpReply {}

  /** A refusal. */
  record Refused(int answeredOpcode, int resultCode) implements NatPmpReply {}

  /** Null if it is malformed. */
  static @Nullable NatPmpReply read(byte[] datagram) {
    if (datagram.length < HEADER_BYTES || datagram.length > UdpExchange.MAX_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(datagram);
    int version = in.get();
    int opcode = Byte.toUnsignedInt(in.get()) - ANSWER;
    int result = Short.toUnsignedInt(in.getShort());
    if (version != VERSION || opcode < ADDRESS || opcode > MAP_TCP) {
      return null;
    }
    if (result != SUCCESS) {
      return new Refused(opcode, result);
    }
    in.position(HEADER_BYTES);
    if (opcode == ADDRESS) {
      return datagram.length == ADDRESS_BYTES ? readAddress(in) : null;
    }
    return datagram.length == MAPPED_BYTES ? readMapped(opcode, in) : null;
  }

  private static Address readAddress(ByteBuffer in) {
    byte[] address = new byte[IPV4_BYTES];
    in.get(address);
    try {
      return new Address(InetAddress.getByAddress(address));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static Mapped readMapped(int opcode, ByteBuffer in) {
    int internalPort = Short.toUnsignedInt(in.getShort());
    int externalPort = Short.toUnsignedInt(in.getShort());
    return new Mapped(opcode, internalPort, externalPort, Integer.toUnsignedLong(in.getInt()));
  }

  /** Asks for the external address. */
  static byte[] addressRequest() {
    return new byte[] {VERSION, ADDRESS};
  }

  /** Asks for the mapping of a port; lifetime 0 with wish 0 ends the mapping. */
  static byte[] mapRequest(OwnPort own, int wish, int lifetimeSeconds) {
    return ByteBuffer.allocate(ADDRESS_BYTES)
        .put((byte) VERSION)
        .put((byte) own.transport().natPmpOpcode())
        .putShort((short) 0)
        .putShort((short) own.number())
        .putShort((short) wish)
        .putInt(lifetimeSeconds)
        .array();
  }
}
