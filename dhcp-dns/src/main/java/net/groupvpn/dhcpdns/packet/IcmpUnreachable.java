package net.groupvpn.dhcpdns.packet;

/**
 * The word of a host on which nobody listens at a port, or of a router that knows no way (RFC 792,
 * RFC 4443 3.1), so that the sender knows at once and need not wait.
 */
public final class IcmpUnreachable {
  /** Longest answer, IPv4 or IPv6, bytes. */
  public static final int MAX_BYTES = IcmpError.MAX_BYTES_6;

  private static final int PORT_4 = 3 << 8 | 3;
  private static final int PORT_6 = 1 << 8 | 4;
  private static final int PROTOCOL_4 = 3 << 8 | 2;

  /** ICMPv6 has no "protocol unreachable", but a problem with the header's field (RFC 4443 3.4). */
  private static final int NEXT_HEADER_6 = 4 << 8 | 1;

  private static final int NEXT_HEADER_AT = 6;
  private static final int NETWORK_4 = 3 << 8;
  private static final int NETWORK_6 = 1 << 8;

  private IcmpUnreachable() {}

  /**
   * Answers the valid IPv4 packet at {@code ip}. The arrays must differ.
   *
   * @return bytes written; 0 if this packet must not be answered
   */
  public static int writePort4(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer4(packet, ip)
        ? IcmpError.write4(out, offset, packet, ip, PORT_4, 0)
        : 0;
  }

  /** The same for the valid IPv6 packet at {@code ip}. */
  public static int writePort6(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer6(packet, ip)
        ? IcmpError.write6(out, offset, packet, ip, PORT_6, 0)
        : 0;
  }

  /** Nobody speaks the protocol of the valid IPv4 packet at {@code ip}; as {@link #writePort4}. */
  public static int writeProtocol4(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer4(packet, ip)
        ? IcmpError.write4(out, offset, packet, ip, PROTOCOL_4, 0)
        : 0;
  }

  /** The same for the valid IPv6 packet at {@code ip}. */
  public static int writeProtocol6(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer6(packet, ip)
        ? IcmpError.write6(out, offset, packet, ip, NEXT_HEADER_6, NEXT_HEADER_AT)
        : 0;
  }

  /** There is no way to where the valid IPv4 packet at {@code ip} goes; as {@link #writePort4}. */
  public static int writeNetwork4(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer4(packet, ip)
        ? IcmpError.write4(out, offset, packet, ip, NETWORK_4, 0)
        : 0;
  }

  /** The same for the valid IPv6 packet at {@code ip}. */
  public static int writeNetwork6(byte[] out, int offset, byte[] packet, int ip) {
    return PacketTooBig.mayAnswer6(packet, ip)
        ? IcmpError.write6(out, offset, packet, ip, NETWORK_6, 0)
        : 0;
  }
}
