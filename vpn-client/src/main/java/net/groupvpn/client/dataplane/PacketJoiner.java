package net.groupvpn.client.dataplane;

import net.groupvpn.client.dataplane.PeerTable.Peer;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.device.TapDevice.Written;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins consecutive packets of one flow into one large frame, as the kernel's GRO does, so that the
 * operating system takes them in one piece. Nothing is copied: each record is opened so that its
 * payload directly follows the previous payload. Its headers overwrite the end of that; they are
 * compared, and the overwritten bytes are restored.
 *
 * <pre>
 *   | headers | payload 1 | payload 2 |          joined so far
 *                  | kind, headers | payload 3 | opened here, then the bytes are restored
 * </pre>
 *
 * <p>Some kernels refuse such frames although they offer the offload. Then the packets are written
 * one by one at once, and nothing is joined from then on.
 *
 * <p>Usage: call {@link #target}, open the record there, then call {@link #restore} if it is not
 * {@link #append appended}. Belongs to one thread.
 */
final class PacketJoiner {
  private static final Logger LOG = LoggerFactory.getLogger(PacketJoiner.class);

  /** Most datagrams that Linux cuts a frame into (UDP_MAX_SEGMENTS before 6.9). */
  private static final int MAX_DATAGRAMS = 64;

  private static final int MAX_PACKET_BYTES = 65_535;
  private static final int MAX_TCP_HEADER_BYTES = 60;
  private static final int MAX_COVERED = 1 + Ipv6Packet.HEADER_BYTES + MAX_TCP_HEADER_BYTES;

  private static final int IPV4_TOTAL_AT = 2;
  private static final int IPV4_CHECKSUM_AT = 10;
  private static final int IPV6_PAYLOAD_AT = 4;
  private static final int UDP_LENGTH_AT = 4;
  private static final int FLAGS_AT = 13;

  private final FrameWriter writer;
  private final Unjoiner unjoiner;
  private final PacketCounters counters;
  private final String device;
  private boolean joinsTcp;
  private boolean joinsUdp;
  private final byte[] bytes =
      new byte[TapDevice.MAX_FRAME_BYTES + InboundPipeline.MAX_RECORD_BYTES];
  private final Frame joined = new Frame(bytes);
  private final byte[] covered = new byte[MAX_COVERED];
  private @Nullable Peer peer;
  private int transport;
  private int headerBytes;
  private int segmentBytes;
  private int packets;
  private int end;
  private int lastFlags;

  PacketJoiner(TapDevice tap, FrameWriter writer, PacketCounters counters) {
    this.writer = writer;
    this.unjoiner = new Unjoiner(writer);
    this.counters = counters;
    device = tap.name();
    joinsTcp = tap.offloads().contains(Offload.TSO);
    joinsUdp = tap.offloads().contains(Offload.USO);
  }

  /** The memory into which records are opened. */
  byte[] bytes() {
    return bytes;
  }

  /** Where to open the next record. */
  int target() {
    if (packets == 0) {
      return Frame.RECORD;
    }
    System.arraycopy(bytes, end - headerBytes - 1, covered, 0, headerBytes + 1);
    return end - headerBytes - 1;
  }

  /** Restores the bytes that the record opened at {@link #target} has overwritten. */
  void restore() {
    if (packets > 0) {
      System.arraycopy(covered, 0, bytes, end - headerBytes - 1, headerBytes + 1);
    }
  }

  /**
   * Joins the packet in the record that was opened at {@link #target}.
   *
   * @param recordBytes length of the record
   * @return false if it does not continue the joined packets, or there are none
   */
  boolean append(Peer from, int recordBytes) {
    int ip = end - headerBytes;
    int payload = recordBytes - 1 - headerBytes;
    if (packets == 0
        || !from.equals(peer)
        || payload <= 0
        || payload > segmentBytes
        || end - Frame.IP + payload > MAX_PACKET_BYTES
        || bytes[ip - 1] != (byte) (DataFrame.IP_PACKET | DataFrame.PARTIAL_CHECKSUM)
        || declaredBytes(ip) != recordBytes - 1
        || !JoinRules.continues(
            bytes, Frame.IP, headerBytes, packets, end - Frame.IP - headerBytes, ip)) {
      return false;
    }
    boolean isTcp = isTcp();
    lastFlags = isTcp ? bytes[ip + transport - Frame.IP + FLAGS_AT] : 0;
    restore();
    end += payload;
    packets++;
    boolean isFull = !isTcp && packets == MAX_DATAGRAMS;
    if (payload < segmentBytes || isFull || (lastFlags & (JoinRules.PSH | JoinRules.FIN)) != 0) {
      flush();
    }
    return true;
  }

  /** Length of the packet by its own header. */
  private int declaredBytes(int ip) {
    return Transport.isIpv6(bytes, ip)
        ? Ipv6Packet.totalBytes(bytes, ip)
        : Ipv4Packet.totalBytes(bytes, ip);
  }

  private boolean isTcp() {
    return Transport.protocol(bytes, Frame.IP) == Ipv4Packet.TCP;
  }

  /**
   * Starts with the accepted packet at {@link Frame#IP} of {@link #bytes}, which has an unfinished
   * checksum; others may follow.
   *
   * @param transportAt the result of {@link Transport#find}
   */
  void start(Peer from, int packetBytes, int transportAt) {
    peer = from;
    packets = 1;
    end = Frame.IP + packetBytes;
    transport = transportAt;
    boolean isTcp = isTcp();
    headerBytes =
        (isTcp ? joinsTcp : joinsUdp)
            ? JoinRules.headerBytes(bytes, Frame.IP, packetBytes, transportAt)
            : JoinRules.ALONE;
    segmentBytes = packetBytes - headerBytes;
    lastFlags = isTcp ? bytes[transport + FLAGS_AT] : 0;
    if (headerBytes == JoinRules.ALONE || (lastFlags & (JoinRules.PSH | JoinRules.FIN)) != 0) {
      flush();
    }
  }

  /** Passes the joined packets to the operating system. */
  void flush() {
    if (packets == 0) {
      return;
    }
    int length = end - Frame.IP;
    boolean isIpv6 = Transport.isIpv6(bytes, Frame.IP);
    int type = isIpv6 ? EthernetFrame.TYPE_IPV6 : EthernetFrame.TYPE_IPV4;
    int taken;
    if (packets == 1) {
      taken = writer.writePartial(bytes, type, length, transport) ? 1 : 0;
    } else {
      describe(isIpv6, length);
      taken = writeJoined(type, length);
    }
    counters.add(PacketCount.INBOUND_DELIVERED, taken);
    counters.add(PacketCount.INBOUND_WRITE, packets - taken);
    packets = 0;
    peer = null;
  }

  /** Returns how many packets the device accepted. */
  private int writeJoined(int type, int length) {
    Written written = writer.writePrepared(bytes, type, length);
    if (written == Written.TAKEN) {
      return packets;
    }
    int taken = unjoiner.write(joined, type, length, transport);
    if (written == Written.INVALID && taken == packets) {
      joinsTcp = false;
      joinsUdp = false;
      LOG.warn(
          "the device {} refuses frames that stand for many packets; from now on each packet is"
              + " written by itself, which costs more processor time",
          device);
    }
    return taken;
  }

  /** Turns the first packet's headers into those of the whole frame. */
  private void describe(boolean isIpv6, int length) {
    boolean isTcp = isTcp();
    if (isIpv6) {
      PacketBytes.put16(bytes, Frame.IP + IPV6_PAYLOAD_AT, length - Ipv6Packet.HEADER_BYTES);
    } else {
      PacketBytes.put16(bytes, Frame.IP + IPV4_TOTAL_AT, length);
      PacketBytes.put16(bytes, Frame.IP + IPV4_CHECKSUM_AT, 0);
      long sum = InternetChecksum.sum(bytes, Frame.IP, Ipv4Packet.MIN_HEADER_BYTES);
      PacketBytes.put16(bytes, Frame.IP + IPV4_CHECKSUM_AT, InternetChecksum.finish(sum));
    }
    int transportBytes = end - transport;
    if (isTcp) {
      bytes[transport + FLAGS_AT] |= (byte) (lastFlags & (JoinRules.PSH | JoinRules.FIN));
    } else {
      PacketBytes.put16(bytes, transport + UDP_LENGTH_AT, transportBytes);
    }
    Transport.writePartial(bytes, Frame.IP, transport, transportBytes);
    int protocol = isTcp ? Ipv4Packet.TCP : Ipv4Packet.UDP;
    VirtioHeader.writePartial(
        bytes, transport - Frame.ETHERNET, Transport.checksumOffset(protocol));
    VirtioHeader.writeSegmentation(
        bytes, kind(isIpv6, isTcp), headerBytes + Frame.IP - Frame.ETHERNET, segmentBytes);
  }

  private static int kind(boolean isIpv6, boolean isTcp) {
    if (!isTcp) {
      return VirtioHeader.GSO_UDP;
    }
    return isIpv6 ? VirtioHeader.GSO_TCP6 : VirtioHeader.GSO_TCP4;
  }
}
