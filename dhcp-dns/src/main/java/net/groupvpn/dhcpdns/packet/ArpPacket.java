package net.groupvpn.dhcpdns.packet;

/** ARP for IPv4 over Ethernet (RFC 826), without the Ethernet header. */
public final class ArpPacket {
  /** Length of the packet, bytes. */
  public static final int BYTES = 28;

  private static final int HARDWARE_ETHERNET = 1;
  private static final int SIZES = 0x0604;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;

  private static final int PROTOCOL_AT = 2;
  private static final int SIZES_AT = 4;
  private static final int OPERATION_AT = 6;
  private static final int SENDER_MAC_AT = 8;
  private static final int SENDER_IP_AT = 14;
  private static final int TARGET_MAC_AT = 18;
  private static final int TARGET_IP_AT = 24;

  private ArpPacket() {}

  /** Whether this is ARP for IPv4 over Ethernet. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    return PacketBytes.holds(bytes, offset, length, BYTES)
        && PacketBytes.u16(bytes, offset) == HARDWARE_ETHERNET
        && PacketBytes.u16(bytes, offset + PROTOCOL_AT) == EthernetFrame.TYPE_IPV4
        && PacketBytes.u16(bytes, offset + SIZES_AT) == SIZES;
  }

  /** Whether it asks who has {@link #targetAddress}. */
  public static boolean isRequest(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + OPERATION_AT) == REQUEST;
  }

  /** Whether it answers a request. */
  public static boolean isReply(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + OPERATION_AT) == REPLY;
  }

  /** The sender's Ethernet address. */
  public static long senderMac(byte[] bytes, int offset) {
    return PacketBytes.u48(bytes, offset + SENDER_MAC_AT);
  }

  /** The sender's IPv4 address; 0 in a probe for duplicates (RFC 5227), which gets no answer. */
  public static int senderAddress(byte[] bytes, int offset) {
    return PacketBytes.i32(bytes, offset + SENDER_IP_AT);
  }

  /** The IPv4 address asked for. */
  public static int targetAddress(byte[] bytes, int offset) {
    return PacketBytes.i32(bytes, offset + TARGET_IP_AT);
  }

  /** Writes a request for {@code targetAddress}. */
  public static int writeRequest(
      byte[] out, int offset, long senderMac, int senderAddress, int targetAddress) {
    return write(out, offset, REQUEST, senderMac, senderAddress, 0, targetAddress);
  }

  /** Writes the answer: {@code senderAddress} is at {@code senderMac}. */
  public static int writeReply(
      byte[] out, int offset, long senderMac, int senderAddress, long targetMac, int targetIp) {
    return write(out, offset, REPLY, senderMac, senderAddress, targetMac, targetIp);
  }

  private static int write(
      byte[] out, int at, int operation, long mac, int ip, long targetMac, int targetIp) {
    PacketBytes.put16(out, at, HARDWARE_ETHERNET);
    PacketBytes.put16(out, at + PROTOCOL_AT, EthernetFrame.TYPE_IPV4);
    PacketBytes.put16(out, at + SIZES_AT, SIZES);
    PacketBytes.put16(out, at + OPERATION_AT, operation);
    PacketBytes.put48(out, at + SENDER_MAC_AT, mac);
    PacketBytes.put32(out, at + SENDER_IP_AT, ip);
    PacketBytes.put48(out, at + TARGET_MAC_AT, targetMac);
    PacketBytes.put32(out, at + TARGET_IP_AT, targetIp);
    return BYTES;
  }
}
