package net.groupvpn.client.portmap;

import java.net.Inet4Address;
import java.nio.ByteBuffer;

/** Requests of the Port Control Protocol, version 2 (RFC 6887). */
final class PcpMessages {
  static final int MAP = 1;
  static final int NONCE_BYTES = 12;

  private static final int VERSION = 2;
  private static final int REQUEST_BYTES = 60;
  private static final int RESERVED_BYTES = 3;
  private static final byte[] IPV4_PREFIX = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF
  };

  private PcpMessages() {}

  /**
   * Asks for the mapping of a port, from any external address of the router.
   *
   * @param sender the source address of the request
   * @param nonce the same for all requests about one mapping
   * @param wish the external port to suggest, 0 for any
   * @param lifetimeSeconds 0 ends the mapping
   */
  static byte[] map(Inet4Address sender, byte[] nonce, OwnPort own, int wish, int lifetimeSeconds) {
    ByteBuffer out = ByteBuffer.allocate(REQUEST_BYTES);
    out.put((byte) VERSION).put((byte) MAP).putShort((short) 0).putInt(lifetimeSeconds);
    out.put(IPV4_PREFIX).put(sender.getAddress());
    out.put(nonce).put((byte) own.transport().protocolNumber()).put(new byte[RESERVED_BYTES]);
    out.putShort((short) own.number()).putShort((short) wish);
    out.put(IPV4_PREFIX).putInt(0);
    return out.array();
  }
}
