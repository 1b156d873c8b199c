package net.groupvpn.dhcpdns.packet;

/**
 * Finds what an IPv6 packet carries behind its extension headers (RFC 8200 4), as far as anybody
 * can see it. Allocates nothing.
 */
public final class Ipv6Headers {
  /**
   * What {@link #find} returns if the packet shows no upper layer: a later fragment, or nothing, or
   * something encrypted.
   */
  public static final long HIDDEN = -1;

  /**
   * What {@link #find} returns if the headers are cut, or too many. Hosts refuse a first fragment
   * that is cut so (RFC 8200 4.5).
   */
  public static final long CUT = -2;

  /** Most extension headers that are followed. */
  static final int MAX_HEADERS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int ENCRYPTED = 50;
  private static final int AUTHENTICATION = 51;
  private static final int NOTHING = 59;
  private static final int DESTINATION = 60;
  private static final int MOBILITY = 135;
  private static final int HOST_IDENTITY = 139;
  private static final int SHIM = 140;

  private static final int UNIT_BYTES = 8;
  private static final int AUTHENTICATION_UNIT_BYTES = 4;
  private static final int LENGTH_AT = 1;
  private static final int FRAGMENT_OFFSET_AT = 2;
  private static final int FRAGMENT_OFFSET_MASK = 0xfff8;

  private Ipv6Headers() {}

  /** The {@link #protocol} and {@link #offset} of what the valid packet at {@code ip} carries. */
  public static long find(byte[] bytes, int ip) {
    int end = ip + Ipv6Packet.totalBytes(bytes, ip);
    int at = ip + Ipv6Packet.HEADER_BYTES;
    int next = Ipv6Packet.nextHeader(bytes, ip);
    for (int headers = 0; isExtension(next); headers++) {
      if (headers == MAX_HEADERS || end - at < UNIT_BYTES) {
        return CUT;
      }
      if (next == Ipv6Packet.FRAGMENT
          && (PacketBytes.u16(bytes, at + FRAGMENT_OFFSET_AT) & FRAGMENT_OFFSET_MASK) != 0) {
        return HIDDEN;
      }
      int length = length(bytes, at, next);
      next = PacketBytes.u8(bytes, at);
      at += length;
    }
    if (next == NOTHING || next == ENCRYPTED) {
      return HIDDEN;
    }
    return at > end ? CUT : (long) next << Integer.SIZE | at;
  }

  /** The protocol number in what {@link #find} has found. */
  public static int protocol(long found) {
    return (int) (found >> Integer.SIZE);
  }

  /** Where its header begins in the packet's array. */
  public static int offset(long found) {
    return (int) found;
  }

  private static boolean isExtension(int next) {
    return switch (next) {
      case HOP_BY_HOP,
          ROUTING,
          Ipv6Packet.FRAGMENT,
          AUTHENTICATION,
          DESTINATION,
          MOBILITY,
          HOST_IDENTITY,
          SHIM ->
          true;
      default -> false;
    };
  }

  private static int length(byte[] bytes, int at, int header) {
    int units = PacketBytes.u8(bytes, at + LENGTH_AT);
    return switch (header) {
      case Ipv6Packet.FRAGMENT -> UNIT_BYTES;
      case AUTHENTICATION -> (units + 2) * AUTHENTICATION_UNIT_BYTES;
      default -> (units + 1) * UNIT_BYTES;
    };
  }
}
