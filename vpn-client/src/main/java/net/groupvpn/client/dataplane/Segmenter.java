package net.groupvpn.client.dataplane;

import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;

/**
 * Cuts a device's frame into packets, one after the other and in place: each packet's header is
 * written directly before its payload, over the end of the previous packet, which must already be
 * sealed. It does what a network card would do for the kernel (TSO, USO): lengths, IPv4
 * identification, sequence numbers; FIN and PSH on the last segment only, CWR on the first (RFC
 * 3168 6.1.2). The byte before each packet becomes the DATA record's kind. Belongs to one thread.
 */
final class Segmenter {
  /** Longest headers of IP and transport together, bytes. */
  private static final int MAX_HEADER_BYTES = 256;

  private static final int IPV4_TOTAL_AT = 2;
  private static final int IPV4_ID_AT = 4;
  private static final int IPV4_CHECKSUM_AT = 10;
  private static final int IPV6_PAYLOAD_AT = 4;
  private static final int UDP_LENGTH_AT = 4;
  private static final int SEQUENCE_AT = 4;
  private static final int FLAGS_AT = 13;
  private static final int CWR = 0x80;
  private static final int FIN_PSH = 0x09;

  private final byte[] header = new byte[MAX_HEADER_BYTES];
  private byte[] bytes = header;
  private boolean isIpv6;
  private boolean isTcp;
  private boolean inTheOpen;
  private int transportAt;
  private int headerBytes;
  private int payloadBytes;
  private int segmentBytes;
  private int done;
  private int index;
  private int start;
  private int length;

  /**
   * Starts a frame whose IP header is valid.
   *
   * @return false if its headers are malformed
   */
  boolean begin(Frame frame, int packetBytes) {
    bytes = frame.bytes;
    isIpv6 = Transport.isIpv6(bytes, Frame.IP);
    done = 0;
    index = 0;
    start = Frame.IP;
    int kind = VirtioHeader.segmentation(bytes);
    if (kind == VirtioHeader.GSO_NONE) {
      segmentBytes = 0;
      length = packetBytes;
      return true;
    }
    isTcp = kind != VirtioHeader.GSO_UDP;
    transportAt = Frame.ETHERNET + VirtioHeader.checksumStart(bytes) - Frame.IP;
    segmentBytes = VirtioHeader.segmentBytes(bytes);
    return isSound(packetBytes) && keepHeader(packetBytes);
  }

  private boolean isSound(int packetBytes) {
    int minHeader = isIpv6 ? Ipv6Packet.HEADER_BYTES : Ipv4Packet.headerBytes(bytes, Frame.IP);
    return segmentBytes > 0
        && transportAt >= minHeader
        && transportAt + Transport.TCP_MIN_HEADER_BYTES <= packetBytes;
  }

  private boolean keepHeader(int packetBytes) {
    int transport = Frame.IP + transportAt;
    int own = isTcp ? Transport.tcpHeaderBytes(bytes, transport) : UdpDatagram.HEADER_BYTES;
    headerBytes = transportAt + own;
    payloadBytes = packetBytes - headerBytes;
    if (payloadBytes <= 0 || headerBytes > MAX_HEADER_BYTES || own < UdpDatagram.HEADER_BYTES) {
      return false;
    }
    inTheOpen = Transport.find(bytes, Frame.IP, packetBytes) == transport;
    System.arraycopy(bytes, Frame.IP, header, 0, headerBytes);
    return true;
  }

  /**
   * Produces the next packet.
   *
   * @param maxBytes longest packet; single packets and UDP datagrams can be longer
   * @return false when there are no more
   */
  boolean next(int maxBytes) {
    if (segmentBytes == 0) {
      if (index++ > 0) {
        return false;
      }
      finishSingle();
      return true;
    }
    if (done >= payloadBytes) {
      return false;
    }
    int room = isTcp ? Math.max(1, maxBytes - headerBytes) : segmentBytes;
    int payload = Math.min(payloadBytes - done, Math.min(segmentBytes, room));
    start = Frame.IP + done;
    length = headerBytes + payload;
    if (index > 0) {
      System.arraycopy(header, 0, bytes, start, headerBytes);
    }
    boolean isLast = done + payload == payloadBytes;
    patchTransport(payload, isLast);
    patchIp();
    finishChecksum();
    done += payload;
    index++;
    return true;
  }

  private void patchTransport(int payload, boolean isLast) {
    int transport = start + transportAt;
    if (isTcp) {
      PacketBytes.put32(
          bytes,
          transport + SEQUENCE_AT,
          PacketBytes.i32(header, transportAt + SEQUENCE_AT) + done);
      int flags = PacketBytes.u8(header, transportAt + FLAGS_AT);
      flags &= index == 0 ? ~0 : ~CWR;
      flags &= isLast ? ~0 : ~FIN_PSH;
      PacketBytes.put8(bytes, transport + FLAGS_AT, flags);
    } else {
      PacketBytes.put16(bytes, transport + UDP_LENGTH_AT, UdpDatagram.HEADER_BYTES + payload);
    }
  }

  private void patchIp() {
    if (isIpv6) {
      PacketBytes.put16(bytes, start + IPV6_PAYLOAD_AT, length - Ipv6Packet.HEADER_BYTES);
      return;
    }
    PacketBytes.put16(bytes, start + IPV4_TOTAL_AT, length);
    PacketBytes.put16(bytes, start + IPV4_ID_AT, PacketBytes.u16(header, IPV4_ID_AT) + index);
    PacketBytes.put16(bytes, start + IPV4_CHECKSUM_AT, 0);
    long sum = InternetChecksum.sum(bytes, start, Ipv4Packet.headerBytes(bytes, start));
    PacketBytes.put16(bytes, start + IPV4_CHECKSUM_AT, InternetChecksum.finish(sum));
  }

  private void finishChecksum() {
    int transport = start + transportAt;
    if (inTheOpen) {
      Transport.writePartial(bytes, start, transport, length - transportAt);
      bytes[start - 1] = (byte) (DataFrame.IP_PACKET | DataFrame.PARTIAL_CHECKSUM);
    } else {
      int protocol = isTcp ? Ipv4Packet.TCP : Ipv4Packet.UDP;
      Transport.complete(bytes, start, transport, length - transportAt, protocol);
      bytes[start - 1] = DataFrame.IP_PACKET;
    }
  }

  /** Leaves the checksum unfinished only if the receiver can detect and complete it. */
  private void finishSingle() {
    boolean partial = false;
    if (VirtioHeader.needsChecksum(bytes)) {
      int from = Frame.ETHERNET + VirtioHeader.checksumStart(bytes);
      int offset = VirtioHeader.checksumOffset(bytes);
      partial =
          from == Transport.find(bytes, start, length)
              && offset == Transport.checksumOffset(Transport.protocol(bytes, start));
      int covered = start + length - from;
      if (!partial && from >= start && offset + Short.BYTES <= covered) {
        Transport.completeFrom(bytes, from, covered, offset);
      }
    }
    int flag = partial ? DataFrame.PARTIAL_CHECKSUM : 0;
    bytes[start - 1] = (byte) (DataFrame.IP_PACKET | flag);
  }

  /** Where the packet begins. */
  int start() {
    return start;
  }

  /** The packet's length. */
  int length() {
    return length;
  }
}
