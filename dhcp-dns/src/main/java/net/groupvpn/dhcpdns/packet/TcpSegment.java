package net.groupvpn.dhcpdns.packet;

/** A TCP segment (RFC 9293) inside an IP packet. */
public final class TcpSegment {
  /** Length of a header without options, bytes. */
  public static final int MIN_HEADER_BYTES = 20;

  /** The sender has nothing more to send. */
  public static final int FIN = 0x01;

  /** A connection begins. */
  public static final int SYN = 0x02;

  /** There is no such connection. */
  public static final int RST = 0x04;

  /** The receiver should pass on what it has. */
  public static final int PSH = 0x08;

  /** The acknowledgement number is valid. */
  public static final int ACK = 0x10;

  private static final int DESTINATION_AT = 2;
  private static final int SEQUENCE_AT = 4;
  private static final int ACKNOWLEDGEMENT_AT = 8;
  private static final int HEADER_LENGTH_AT = 12;
  private static final int FLAGS_AT = 13;
  private static final int WINDOW_AT = 14;
  private static final int CHECKSUM_AT = 16;
  private static final int URGENT_AT = 18;
  private static final int WORD_BYTES = 4;
  private static final int HOP_LIMIT = 64;
  private static final int MAX_WINDOW_BYTES = 0xffff;

  private TcpSegment() {}

  /**
   * The control fields of a segment.
   *
   * @param sequence number of its first byte
   * @param acknowledgement number of the byte that is expected next
   * @param flags some of {@link #FIN}, {@link #SYN}, {@link #RST}, {@link #PSH}, {@link #ACK}
   * @param window how many bytes the sender takes from the acknowledged one on, without scaling
   */
  public record Control(int sequence, int acknowledgement, int flags, int window) {
    /** With the largest window. */
    public Control(int sequence, int acknowledgement, int flags) {
      this(sequence, acknowledgement, flags, MAX_WINDOW_BYTES);
    }
  }

  /** Whether the header is complete and fits into {@code length}. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    if (!PacketBytes.holds(bytes, offset, length, MIN_HEADER_BYTES)) {
      return false;
    }
    int header = headerBytes(bytes, offset);
    return header >= MIN_HEADER_BYTES && header <= length;
  }

  /** Whether the checksum is right in the IPv4 packet at {@code ip}. */
  public static boolean isChecksumValid4(byte[] bytes, int ip, int tcp, int length) {
    long pseudo = InternetChecksum.pseudoHeader4(bytes, ip, Ipv4Packet.TCP, length);
    return InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, tcp, length)) == 0;
  }

  /** Whether the checksum is right in the IPv6 packet at {@code ip}. */
  public static boolean isChecksumValid6(byte[] bytes, int ip, int tcp, int length) {
    long pseudo = InternetChecksum.pseudoHeader6(bytes, ip, Ipv6Packet.TCP, length);
    return InternetChecksum.finish(pseudo + InternetChecksum.sum(bytes, tcp, length)) == 0;
  }

  /** The sender's port. */
  public static int sourcePort(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset);
  }

  /** The receiver's port. */
  public static int destinationPort(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + DESTINATION_AT);
  }

  /** Length of the header with its options, bytes. */
  public static int headerBytes(byte[] bytes, int offset) {
    return (PacketBytes.u8(bytes, offset + HEADER_LENGTH_AT) >>> 4) * WORD_BYTES;
  }

  /** The control fields. */
  public static Control control(byte[] bytes, int offset) {
    return new Control(
        PacketBytes.i32(bytes, offset + SEQUENCE_AT),
        PacketBytes.i32(bytes, offset + ACKNOWLEDGEMENT_AT),
        PacketBytes.u8(bytes, offset + FLAGS_AT),
        PacketBytes.u16(bytes, offset + WINDOW_AT));
  }

  /**
   * Writes a whole IPv4 packet to the sender of {@code request} (a valid TCP packet over IPv4 at
   * {@code requestIp}), with addresses and ports swapped. The arrays must differ.
   */
  public static int writeReply4(
      byte[] out, int offset, byte[] request, int requestIp, Control control, byte[] payload) {
    int requestTcp = requestIp + Ipv4Packet.headerBytes(request, requestIp);
    int length = MIN_HEADER_BYTES + payload.length;
    int source = Ipv4Packet.destination(request, requestIp);
    int destination = Ipv4Packet.source(request, requestIp);
    int tcp =
        offset + Ipv4Packet.writeHeader(out, offset, source, destination, Ipv4Packet.TCP, length);
    writeUnsummed(out, tcp, request, requestTcp, control, payload);
    long pseudo = InternetChecksum.pseudoHeader4(out, offset, Ipv4Packet.TCP, length);
    long sum = pseudo + InternetChecksum.sum(out, tcp, length);
    PacketBytes.put16(out, tcp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  /** The same for a TCP packet over IPv6 without extension headers at {@code requestIp}. */
  public static int writeReply6(
      byte[] out, int offset, byte[] request, int requestIp, Control control, byte[] payload) {
    int length = MIN_HEADER_BYTES + payload.length;
    Ipv6Packet.writeHeader(out, offset, Ipv6Packet.TCP, HOP_LIMIT, length);
    Ipv6Packet.writeAddressesExchanged(out, offset, request, requestIp);
    int tcp = offset + Ipv6Packet.HEADER_BYTES;
    writeUnsummed(out, tcp, request, requestIp + Ipv6Packet.HEADER_BYTES, control, payload);
    long pseudo = InternetChecksum.pseudoHeader6(out, offset, Ipv6Packet.TCP, length);
    long sum = pseudo + InternetChecksum.sum(out, tcp, length);
    PacketBytes.put16(out, tcp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return Ipv6Packet.HEADER_BYTES + length;
  }

  private static void writeUnsummed(
      byte[] out, int tcp, byte[] request, int requestTcp, Control control, byte[] payload) {
    PacketBytes.put16(out, tcp, destinationPort(request, requestTcp));
    PacketBytes.put16(out, tcp + DESTINATION_AT, sourcePort(request, requestTcp));
    PacketBytes.put32(out, tcp + SEQUENCE_AT, control.sequence);
    PacketBytes.put32(out, tcp + ACKNOWLEDGEMENT_AT, control.acknowledgement);
    PacketBytes.put8(out, tcp + HEADER_LENGTH_AT, (MIN_HEADER_BYTES / WORD_BYTES) << 4);
    PacketBytes.put8(out, tcp + FLAGS_AT, control.flags);
    PacketBytes.put16(out, tcp + WINDOW_AT, control.window);
    PacketBytes.put16(out, tcp + CHECKSUM_AT, 0);
    PacketBytes.put16(out, tcp + URGENT_AT, 0);
    System.arraycopy(payload, 0, out, tcp + MIN_HEADER_BYTES, payload.length);
  }
}
