package net.groupvpn.dhcpdns.packet;

/**
 * The Internet checksum (RFC 1071). Partial sums are plain numbers that may be added; {@link
 * #finish} folds and complements a sum into the 16 bits of a header field.
 */
public final class InternetChecksum {
  private static final int ADDRESSES_IPV4_AT = 12;
  private static final int ADDRESSES_IPV4_BYTES = 8;
  private static final int ADDRESSES_IPV6_AT = 8;
  private static final int ADDRESSES_IPV6_BYTES = 32;

  private InternetChecksum() {}

  /** Sum over {@code length} bytes; an odd last byte is padded with zero. */
  public static long sum(byte[] bytes, int offset, int length) {
    long sum = 0;
    int end = offset + (length & ~1);
    for (int i = offset; i < end; i += 2) {
      sum += PacketBytes.u16(bytes, i);
    }
    return (length & 1) == 0 ? sum : sum + ((bytes[end] & 0xffL) << 8);
  }

  /** The checksum for a sum; 0 if the sum includes the data's correct checksum. */
  public static int finish(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (int) ~folded & 0xffff;
  }

  /** Sum over the pseudo-header of the IPv4 packet at {@code ip} (RFC 768, RFC 9293). */
  public static long pseudoHeader4(byte[] bytes, int ip, int protocol, int upperLayerBytes) {
    return sum(bytes, ip + ADDRESSES_IPV4_AT, ADDRESSES_IPV4_BYTES) + protocol + upperLayerBytes;
  }

  /** Sum over the pseudo-header of the IPv6 packet at {@code ip} (RFC 8200 8.1). */
  public static long pseudoHeader6(byte[] bytes, int ip, int protocol, int upperLayerBytes) {
    return sum(bytes, ip + ADDRESSES_IPV6_AT, ADDRESSES_IPV6_BYTES) + protocol + upperLayerBytes;
  }
}
