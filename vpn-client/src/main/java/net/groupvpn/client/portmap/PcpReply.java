package net.groupvpn.client.portmap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A router's answer to {@link PcpMessages#map} (RFC 6887, sections 7.2 and 11.1), its fields not
 * yet compared with the request.
 *
 * @param resultCode 0 is success
 * @param lifetimeSeconds unsigned; lifetime of the mapping, or time until the next request is
 *     allowed
 * @param mapping the mapping; null in some refusals
 */
record PcpReply(int resultCode, long lifetimeSeconds, @Nullable Mapping mapping) {
  static final int SUCCESS = 0;

  private static final int VERSION = 2;
  private static final int VERSION_NAT_PMP = 0;
  private static final int UNSUPPORTED_VERSION = 1;
  private static final int ANSWER = 0x80;
  private static final int HEADER_BYTES = 24;
  private static final int MAP_BYTES = 36;
  private static final int SHORTEST_BYTES = 4;
  private static final int ADDRESS_BYTES = 16;
  private static final int RESERVED_BYTES = 3;

  /** Which port is mapped from which external endpoint. */
  record Mapping(
      byte[] nonce, int protocol, int internalPort, int externalPort, InetAddress external) {}

  /** Null if it is malformed. */
  static @Nullable PcpReply read(byte[] datagram) {
    boolean isWhole = datagram.length >= HEADER_BYTES && datagram.length % SHORTEST_BYTES == 0;
    ByteBuffer in = ByteBuffer.wrap(datagram);
    if (datagram.length < SHORTEST_BYTES || datagram.length > UdpExchange.MAX_BYTES) {
      return null;
    }
    int version = in.get();
    int opcode = Byte.toUnsignedInt(in.get());
    if (version == VERSION_NAT_PMP && (opcode & ANSWER) != 0) {
      // The answer of a router that only has NAT-PMP (RFC 6887, appendix A).
      return new PcpReply(UNSUPPORTED_VERSION, 0, null);
    }
    in.get();
    int result = Byte.toUnsignedInt(in.get());
    if (version != VERSION || opcode != (ANSWER | PcpMessages.MAP) || !isWhole) {
      return null;
    }
    long lifetime = Integer.toUnsignedLong(in.getInt());
    boolean hasMapping = datagram.length >= HEADER_BYTES + MAP_BYTES;
    if (!hasMapping) {
      return result == SUCCESS ? null : new PcpReply(result, lifetime, null);
    }
    in.position(HEADER_BYTES);
    return new PcpReply(result, lifetime, readMapping(in));
  }

  private static Mapping readMapping(ByteBuffer in) {
    byte[] nonce = new byte[PcpMessages.NONCE_BYTES];
    in.get(nonce);
    int protocol = Byte.toUnsignedInt(in.get());
    in.position(in.position() + RESERVED_BYTES);
    int internalPort = Short.toUnsignedInt(in.getShort());
    int externalPort = Short.toUnsignedInt(in.getShort());
    byte[] external = new byte[ADDRESS_BYTES];
    in.get(external);
    try {
      return new Mapping(
          nonce, protocol, internalPort, externalPort, InetAddress.getByAddress(external));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }
}
