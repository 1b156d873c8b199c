package net.groupvpn.dhcpdns.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The packets that a client answers by itself. */
class AnswersTest {
  private static final long OWN_MAC = 0x02_0000_0000_01L;
  private static final long ROUTER_MAC = 0x02_0000_0000_feL;
  private static final int OWN_IP = 0x0a800005;
  private static final int OTHER_IP = 0x0a800007;
  private static final long PREFIX = 0xfd12_3456_789a_0001L;

  private final byte[] request = new byte[200];
  private final byte[] reply = new byte[200];

  @Test
  void anArpRequestIsAnsweredWithTheRoutersAddress() {
    int length = ArpPacket.writeRequest(request, 3, OWN_MAC, OWN_IP, OTHER_IP);
    assertThat(ArpPacket.isValid(request, 3, length)).isTrue();
    assertThat(ArpPacket.isRequest(request, 3)).isTrue();

    ArpPacket.writeReply(reply, 0, ROUTER_MAC, OTHER_IP, OWN_MAC, OWN_IP);

    assertThat(ArpPacket.isValid(reply, 0, ArpPacket.BYTES)).isTrue();
    assertThat(ArpPacket.isReply(reply, 0)).isTrue();
    assertThat(ArpPacket.senderMac(reply, 0)).isEqualTo(ROUTER_MAC);
    assertThat(ArpPacket.senderAddress(reply, 0)).isEqualTo(OTHER_IP);
    assertThat(ArpPacket.targetAddress(reply, 0)).isEqualTo(OWN_IP);
  }

  @Test
  void anArpPacketOnTheWireReadsAsRfc826Says() {
    ArpPacket.writeReply(reply, 0, ROUTER_MAC, OTHER_IP, OWN_MAC, OWN_IP);
    assertThat(HexFormat.of().formatHex(reply, 0, ArpPacket.BYTES))
        .isEqualTo("00010800060400020200000000fe0a8000070200000000010a800005");
  }

  @Test
  void anEchoRequestOverIpv4IsAnswered() {
    int length = writeEchoRequest4(11);
    assertThat(Ipv4Packet.isValid(request, 0, length)).isTrue();
    assertThat(IcmpEcho.isRequest4(request, 0)).isTrue();

    int written = IcmpEcho.writeReply4(reply, 0, request, 0);

    assertThat(written).isEqualTo(length).isEqualTo(IcmpEcho.replyBytes4(request, 0));
    assertThat(Ipv4Packet.isValid(reply, 0, written)).isTrue();
    assertThat(Ipv4Packet.isHeaderChecksumValid(reply, 0)).isTrue();
    assertThat(Ipv4Packet.source(reply, 0)).isEqualTo(OTHER_IP);
    assertThat(Ipv4Packet.destination(reply, 0)).isEqualTo(OWN_IP);
    assertThat(InternetChecksum.finish(InternetChecksum.sum(reply, 20, written - 20))).isZero();
    assertThat(reply).containsSequence(0xa, 0xb, 0xc);
  }

  @Test
  void aDamagedEchoRequestIsNotAnswered() {
    writeEchoRequest4(11);
    request[29] ^= 1;
    assertThat(IcmpEcho.isRequest4(request, 0)).isFalse();
  }

  @Test
  void anEchoRequestOverIpv6IsAnswered() {
    int length = writeIcmp6(128, 64, new byte[] {0, 1, 0, 2, 9, 9, 9});
    assertThat(Ipv6Packet.isValid(request, 0, length)).isTrue();
    assertThat(IcmpEcho.isRequest6(request, 0)).isTrue();

    int written = IcmpEcho.writeReply6(reply, 0, request, 0);

    assertThat(written).isEqualTo(length);
    assertThat(Ipv6Packet.destinationLow(reply, 0)).isEqualTo(Ipv6Packet.sourceLow(request, 0));
    assertThat(checksum6(reply)).isZero();
  }

  @Test
  void aSolicitationIsAnsweredWithAnAdvertisement() {
    writeSolicitation(255);
    assertThat(NeighbourDiscovery.isSolicitation(request, 0)).isTrue();
    assertThat(NeighbourDiscovery.isDuplicateDetection(request, 0)).isFalse();

    int written = NeighbourDiscovery.writeAdvertisement(reply, 0, request, 0, ROUTER_MAC);

    assertThat(Ipv6Packet.isValid(reply, 0, written)).isTrue();
    assertThat(Ipv6Packet.hopLimit(reply, 0)).isEqualTo(255);
    assertThat(Ipv6Packet.sourceLow(reply, 0)).isEqualTo(7);
    assertThat(reply[40]).isEqualTo((byte) 136);
    assertThat(checksum6(reply)).isZero();
    assertThat(PacketBytes.u48(reply, 66)).isEqualTo(ROUTER_MAC);
  }

  @Test
  void aSolicitationFromBehindARouterIsIgnored() {
    writeSolicitation(254);
    assertThat(NeighbourDiscovery.isSolicitation(request, 0)).isFalse();
  }

  @Test
  void aUdpReplyOverIpv4HasAddressesAndPortsExchanged() {
    Ipv4Packet.writeHeader(request, 0, OWN_IP, OTHER_IP, Ipv4Packet.UDP, 9);
    writeUdpHeader(20);

    int written = UdpDatagram.writeReply4(reply, 0, request, 0, new byte[] {1, 2, 3});

    assertThat(Ipv4Packet.isValid(reply, 0, written)).isTrue();
    assertThat(UdpDatagram.isValid(reply, 20, written - 20)).isTrue();
    assertThat(UdpDatagram.isChecksumValid4(reply, 0, 20)).isTrue();
    assertThat(UdpDatagram.sourcePort(reply, 20)).isEqualTo(53);
    assertThat(UdpDatagram.destinationPort(reply, 20)).isEqualTo(5_000);
    assertThat(UdpDatagram.payloadBytes(reply, 20)).isEqualTo(3);
  }

  @Test
  void aUdpReplyOverIpv6HasAddressesAndPortsExchanged() {
    Ipv6Packet.writeHeader(request, 0, Ipv6Packet.UDP, 64, 9);
    Ipv6Packet.writeAddresses(request, 0, PREFIX, 5, PREFIX, 1);
    writeUdpHeader(40);

    int written = UdpDatagram.writeReply6(reply, 0, request, 0, new byte[] {1, 2, 3});

    assertThat(Ipv6Packet.isValid(reply, 0, written)).isTrue();
    assertThat(UdpDatagram.isChecksumValid6(reply, 0, 40)).isTrue();
    assertThat(UdpDatagram.destinationPort(reply, 40)).isEqualTo(5_000);
  }

  private void writeUdpHeader(int udp) {
    PacketBytes.put16(request, udp, 5_000);
    PacketBytes.put16(request, udp + 2, 53);
    PacketBytes.put16(request, udp + 4, 9);
  }

  private int writeEchoRequest4(int dataBytes) {
    int length = IcmpEcho.HEADER_BYTES + dataBytes;
    Ipv4Packet.writeHeader(request, 0, OWN_IP, OTHER_IP, Ipv4Packet.ICMP, length);
    request[20] = 8;
    for (int i = 0; i < dataBytes; i++) {
      request[28 + i] = (byte) (i + 5);
    }
    int checksum = InternetChecksum.finish(InternetChecksum.sum(request, 20, length));
    PacketBytes.put16(request, 22, checksum);
    return Ipv4Packet.MIN_HEADER_BYTES + length;
  }

  private void writeSolicitation(int hopLimit) {
    byte[] body = new byte[28];
    PacketBytes.put64(body, 4, PREFIX);
    PacketBytes.put64(body, 12, 7);
    PacketBytes.put16(body, 20, 0x0101);
    writeIcmp6(135, hopLimit, body);
  }

  private int writeIcmp6(int type, int hopLimit, byte[] body) {
    Ipv6Packet.writeHeader(request, 0, Ipv6Packet.ICMP, hopLimit, 4 + body.length);
    Ipv6Packet.writeAddresses(request, 0, PREFIX, 5, PREFIX, 1);
    PacketBytes.put32(request, 40, type << 24);
    System.arraycopy(body, 0, request, 44, body.length);
    PacketBytes.put16(request, 42, checksum6(request));
    return 44 + body.length;
  }

  private static int checksum6(byte[] packet) {
    int length = Ipv6Packet.payloadBytes(packet, 0);
    return InternetChecksum.finish(
        InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.ICMP, length)
            + InternetChecksum.sum(packet, Ipv6Packet.HEADER_BYTES, length));
  }
}
