package net.groupvpn.dhcpdns.packet;

/** An Ethernet II frame without VLAN tag and without frame check sequence. */
public final class EthernetFrame {
  /** Length of the header, bytes. */
  public static final int HEADER_BYTES = 14;

  /** EtherType of IPv4. */
  public static final int TYPE_IPV4 = 0x0800;

  /** EtherType of ARP. */
  public static final int TYPE_ARP = 0x0806;

  /** EtherType of IPv6. */
  public static final int TYPE_IPV6 = 0x86dd;

  /** The broadcast address. */
  public static final long BROADCAST = 0xffff_ffff_ffffL;

  private static final long GROUP_BIT = 0x0100_0000_0000L;
  private static final int SOURCE = 6;
  private static final int TYPE = 12;

  private EthernetFrame() {}

  /** Whether there is a complete header. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    return PacketBytes.holds(bytes, offset, length, HEADER_BYTES);
  }

  /** The receiver's address, 48 bits. */
  public static long destination(byte[] bytes, int offset) {
    return PacketBytes.u48(bytes, offset);
  }

  /** The sender's address, 48 bits. */
  public static long source(byte[] bytes, int offset) {
    return PacketBytes.u48(bytes, offset + SOURCE);
  }

  /** The EtherType, 0 to 65,535. */
  public static int type(byte[] bytes, int offset) {
    return PacketBytes.u16(bytes, offset + TYPE);
  }

  /** Whether an address is a multicast address or {@link #BROADCAST}. */
  public static boolean isGroupAddress(long address) {
    return (address & GROUP_BIT) != 0;
  }

  /** Writes a header. */
  public static int write(byte[] out, int offset, long destination, long source, int type) {
    PacketBytes.put48(out, offset, destination);
    PacketBytes.put48(out, offset + SOURCE, source);
    PacketBytes.put16(out, offset + TYPE, type);
    return HEADER_BYTES;
  }
}
