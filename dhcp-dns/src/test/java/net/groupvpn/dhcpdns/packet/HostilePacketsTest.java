package net.groupvpn.dhcpdns.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** No bytes make a view throw, and accepted packets can be read to their end. */
class HostilePacketsTest {
  private static final int ROUNDS = 200_000;
  private static final int MAX_BYTES = 120;

  private final SplittableRandom random = new SplittableRandom(1);
  private long read;

  @Test
  void randomBytesNeverMakeAViewThrow() {
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
      random.nextBytes(bytes);
      makePlausible(bytes);
      int offset = random.nextBoolean() ? 0 : random.nextInt(bytes.length + 1);
      accepted += walk(bytes, offset, bytes.length - offset) ? 1 : 0;
    }
    assertThat(accepted).isGreaterThan(ROUNDS / 100);
    assertThat(read).isNotZero();
  }

  @Test
  void slicesOutsideOfTheArrayAreNotValid() {
    byte[] bytes = new byte[64];
    bytes[0] = 0x45;
    assertThat(Ipv4Packet.isValid(bytes, 0, 65)).isFalse();
    assertThat(Ipv4Packet.isValid(bytes, -1, 20)).isFalse();
    assertThat(Ipv4Packet.isValid(bytes, 60, 20)).isFalse();
    assertThat(EthernetFrame.isValid(bytes, 0, -1)).isFalse();
    assertThat(ArpPacket.isValid(bytes, Integer.MAX_VALUE, 28)).isFalse();
    assertThat(UdpDatagram.isValid(bytes, 60, 8)).isFalse();
  }

  /** Makes version and protocol fields likely to be known ones. */
  private void makePlausible(byte[] bytes) {
    if (bytes.length > 10 && random.nextInt(10) > 0) {
      boolean four = random.nextBoolean();
      bytes[0] = (byte) (four ? 0x40 | random.nextInt(16) : 0x60);
      bytes[four ? 2 : 4] = 0;
      int[] protocols = {Ipv4Packet.ICMP, Ipv4Packet.UDP, Ipv6Packet.ICMP};
      bytes[four ? 9 : 6] = (byte) protocols[random.nextInt(3)];
    }
  }

  private boolean walk(byte[] bytes, int offset, int length) {
    boolean valid = false;
    if (EthernetFrame.isValid(bytes, offset, length)) {
      read += EthernetFrame.type(bytes, offset) + EthernetFrame.source(bytes, offset);
    }
    if (ArpPacket.isValid(bytes, offset, length)) {
      read += ArpPacket.targetAddress(bytes, offset);
    }
    if (Ipv4Packet.isValid(bytes, offset, length)) {
      valid = true;
      walk4(bytes, offset);
    }
    if (Ipv6Packet.isValid(bytes, offset, length)) {
      valid = true;
      walk6(bytes, offset);
    }
    return valid;
  }

  private void walk4(byte[] bytes, int ip) {
    read += Ipv4Packet.isHeaderChecksumValid(bytes, ip) ? 1 : 0;
    read += IcmpEcho.isRequest4(bytes, ip) ? 1 : 0;
    if (PacketTooBig.mayAnswer4(bytes, ip)) {
      read += PacketTooBig.write4(new byte[PacketTooBig.MAX_BYTES_4], 0, bytes, ip, 1_280);
    }
    int udp = ip + Ipv4Packet.headerBytes(bytes, ip);
    if (UdpDatagram.isValid(bytes, udp, Ipv4Packet.payloadBytes(bytes, ip))) {
      read += UdpDatagram.isChecksumValid4(bytes, ip, udp) ? 1 : 0;
      UdpDatagram.writeReply4(new byte[200], 0, bytes, ip, new byte[10]);
    }
  }

  private void walk6(byte[] bytes, int ip) {
    read += IcmpEcho.isRequest6(bytes, ip) ? 1 : 0;
    read += NeighbourDiscovery.isSolicitation(bytes, ip) ? 1 : 0;
    if (PacketTooBig.mayAnswer6(bytes, ip)) {
      read += PacketTooBig.write6(new byte[PacketTooBig.MAX_BYTES_6], 0, bytes, ip, 1_280);
    }
    int udp = ip + Ipv6Packet.HEADER_BYTES;
    if (UdpDatagram.isValid(bytes, udp, Ipv6Packet.payloadBytes(bytes, ip))) {
      read += UdpDatagram.isChecksumValid6(bytes, ip, udp) ? 1 : 0;
      UdpDatagram.writeReply6(new byte[200], 0, bytes, ip, new byte[10]);
    }
  }
}
