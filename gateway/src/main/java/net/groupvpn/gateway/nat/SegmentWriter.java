package net.groupvpn.gateway.nat;

import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.TcpSegment;

/** Writes the segments of one connection to its member, as whole packets. */
final class SegmentWriter {
  private static final int DESTINATION_AT = 2;
  private static final int SEQUENCE_AT = 4;
  private static final int ACKNOWLEDGEMENT_AT = 8;
  private static final int HEADER_LENGTH_AT = 12;
  private static final int FLAGS_AT = 13;
  private static final int WINDOW_AT = 14;
  private static final int CHECKSUM_AT = 16;
  private static final int HOP_LIMIT = 64;
  private static final int MAX_SACKS = 3;
  private static final byte[] NO_OPTIONS = {};

  private final FlowKey key;

  SegmentWriter(FlowKey key) {
    this.key = key;
  }

  /** A packet with room for data, and where they are to be put; {@link #finish} ends it. */
  record Unfinished(byte[] packet, int tcp, int dataAt) {}

  /** Begins a packet. */
  Unfinished begin(int sequence, int flags, TcpReceiver receiver, byte[] options, int dataBytes) {
    int length = TcpSegment.MIN_HEADER_BYTES + options.length + dataBytes;
    byte[] packet = new byte[headerBytes(key) + length];
    int tcp = writeIpHeader(packet, length);
    PacketBytes.put16(packet, tcp, key.remotePort());
    PacketBytes.put16(packet, tcp + DESTINATION_AT, key.memberPort());
    PacketBytes.put32(packet, tcp + SEQUENCE_AT, sequence);
    PacketBytes.put32(packet, tcp + ACKNOWLEDGEMENT_AT, receiver.next());
    int words = (TcpSegment.MIN_HEADER_BYTES + options.length) / Integer.BYTES;
    PacketBytes.put8(packet, tcp + HEADER_LENGTH_AT, words << 4);
    PacketBytes.put8(packet, tcp + FLAGS_AT, flags);
    int window = receiver.advertise((flags & TcpSegment.SYN) != 0);
    PacketBytes.put16(packet, tcp + WINDOW_AT, window);
    System.arraycopy(options, 0, packet, tcp + TcpSegment.MIN_HEADER_BYTES, options.length);
    return new Unfinished(packet, tcp, tcp + TcpSegment.MIN_HEADER_BYTES + options.length);
  }

  /** A packet without data that acknowledges, and says what came ahead of what is missing. */
  byte[] acknowledgement(int sequence, TcpReceiver receiver) {
    byte[] options = sacks(receiver);
    return finish(begin(sequence, TcpSegment.ACK, receiver, options, 0));
  }

  /** Completes a packet, whose data must be there. */
  byte[] finish(Unfinished unfinished) {
    byte[] packet = unfinished.packet;
    int tcp = unfinished.tcp;
    int length = packet.length - tcp;
    long pseudo =
        key.member().isIpv4()
            ? InternetChecksum.pseudoHeader4(packet, 0, Ipv4Packet.TCP, length)
            : InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.TCP, length);
    long sum = pseudo + InternetChecksum.sum(packet, tcp, length);
    PacketBytes.put16(packet, tcp + CHECKSUM_AT, InternetChecksum.finish(sum));
    return packet;
  }

  /** A reset that belongs to no connection (RFC 9293 3.10.7.1), in answer to a segment. */
  static byte[] reset(FlowKey key, Segment about) {
    boolean hasAck = about.has(TcpSegment.ACK);
    int length = TcpSegment.MIN_HEADER_BYTES;
    byte[] packet = new byte[headerBytes(key) + length];
    SegmentWriter writer = new SegmentWriter(key);
    int tcp = writer.writeIpHeader(packet, length);
    PacketBytes.put16(packet, tcp, key.remotePort());
    PacketBytes.put16(packet, tcp + DESTINATION_AT, key.memberPort());
    PacketBytes.put32(packet, tcp + SEQUENCE_AT, hasAck ? about.acknowledgement : 0);
    PacketBytes.put32(
        packet, tcp + ACKNOWLEDGEMENT_AT, hasAck ? 0 : about.sequence + about.length());
    PacketBytes.put8(packet, tcp + HEADER_LENGTH_AT, (length / Integer.BYTES) << 4);
    PacketBytes.put8(packet, tcp + FLAGS_AT, TcpSegment.RST | (hasAck ? 0 : TcpSegment.ACK));
    return writer.finish(new Unfinished(packet, tcp, tcp + length));
  }

  /** Length of the IP header of packets to a member. */
  static int headerBytes(FlowKey key) {
    return key.member().isIpv4() ? Ipv4Packet.MIN_HEADER_BYTES : Ipv6Packet.HEADER_BYTES;
  }

  private int writeIpHeader(byte[] packet, int length) {
    NatAddress from = key.remote();
    NatAddress to = key.member();
    if (to.isIpv4()) {
      return Ipv4Packet.writeHeader(packet, 0, from.ipv4(), to.ipv4(), Ipv4Packet.TCP, length);
    }
    Ipv6Packet.writeHeader(packet, 0, Ipv6Packet.TCP, HOP_LIMIT, length);
    Ipv6Packet.writeAddresses(packet, 0, from.high(), from.low(), to.high(), to.low());
    return Ipv6Packet.HEADER_BYTES;
  }

  /** RFC 2018; the newest first. */
  private static byte[] sacks(TcpReceiver receiver) {
    SequenceRanges ahead = receiver.ahead();
    int count = receiver.isSackPermitted() ? Math.min(MAX_SACKS, ahead.count()) : 0;
    if (count == 0) {
      return NO_OPTIONS;
    }
    byte[] options = new byte[4 + count * 8];
    PacketBytes.put32(options, 0, 0x01010500 | (2 + count * 8));
    for (int i = 0; i < count; i++) {
      int range = (ahead.latest() + i) % ahead.count();
      PacketBytes.put32(options, 4 + i * 8, ahead.start(range));
      PacketBytes.put32(options, 8 + i * 8, ahead.end(range));
    }
    return options;
  }
}
