package net.groupvpn.client.device;

import java.util.Arrays;

/**
 * The bytes before each frame of a device with IFF_VNET_HDR (struct virtio_net_hdr of
 * linux/virtio_net.h, in the machine's byte order): whether a checksum is unfinished, and whether
 * the frame stands for several packets. Offsets in it count from the Ethernet header.
 */
public final class VirtioHeader {
  /** Length of the header, bytes. */
  public static final int BYTES = 10;

  /** One packet. */
  public static final int GSO_NONE = 0;

  /** Many TCP segments over IPv4. */
  public static final int GSO_TCP4 = 1;

  /** Many TCP segments over IPv6. */
  public static final int GSO_TCP6 = 4;

  /** Many UDP datagrams. */
  public static final int GSO_UDP = 5;

  private static final int NEEDS_CHECKSUM = 1;
  private static final int GSO_ECN = 0x80;
  private static final int GSO_AT = 1;
  private static final int HEADERS_AT = 2;
  private static final int SEGMENT_AT = 4;
  private static final int CHECKSUM_START_AT = 6;
  private static final int CHECKSUM_OFFSET_AT = 8;

  private VirtioHeader() {}

  /** Whether the checksum field holds only the pseudo-header's sum. */
  public static boolean needsChecksum(byte[] frame) {
    return (frame[0] & NEEDS_CHECKSUM) != 0;
  }

  /** The kind of segmentation, one of the constants; anything else is unknown. */
  public static int segmentation(byte[] frame) {
    return frame[GSO_AT] & 0xff & ~GSO_ECN;
  }

  /** Payload bytes of each packet except the last. */
  public static int segmentBytes(byte[] frame) {
    return NativeNumbers.u16(frame, SEGMENT_AT);
  }

  /** Where the checksummed bytes begin, counted from the Ethernet header. */
  public static int checksumStart(byte[] frame) {
    return NativeNumbers.u16(frame, CHECKSUM_START_AT);
  }

  /** Where the checksum is, counted from {@link #checksumStart}. */
  public static int checksumOffset(byte[] frame) {
    return NativeNumbers.u16(frame, CHECKSUM_OFFSET_AT);
  }

  /** A single, complete packet. */
  public static void clear(byte[] frame) {
    Arrays.fill(frame, 0, BYTES, (byte) 0);
  }

  /** A single packet with an unfinished checksum. */
  public static void writePartial(byte[] frame, int checksumStart, int checksumOffset) {
    clear(frame);
    frame[0] = NEEDS_CHECKSUM;
    NativeNumbers.put16(frame, CHECKSUM_START_AT, checksumStart);
    NativeNumbers.put16(frame, CHECKSUM_OFFSET_AT, checksumOffset);
  }

  /**
   * Many packets with unfinished checksums; after {@link #writePartial}.
   *
   * @param headerBytes length of all headers, including Ethernet
   */
  public static void writeSegmentation(byte[] frame, int kind, int headerBytes, int segmentBytes) {
    frame[GSO_AT] = (byte) kind;
    NativeNumbers.put16(frame, HEADERS_AT, headerBytes);
    NativeNumbers.put16(frame, SEGMENT_AT, segmentBytes);
  }
}
