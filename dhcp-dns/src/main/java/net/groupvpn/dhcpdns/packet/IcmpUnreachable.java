package net.groupvpn.dhcpdns.packet;

/**
 * The answer of a host where nobody listens at a port (RFC 792, RFC 4443 3.1), so that the sender
 * knows at once and need not wait.
 */
public final class IcmpUnreachable {
  /** Longest answer, IPv4 or IPv6, bytes. */
  public static final int MAX_BYTES = IcmpError.MAX_BYTES_6;

  private static final int PORT_4 = 3 << 8 | 3;
  private static final int PORT_6 = 1 << 8 | 4;

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
}
