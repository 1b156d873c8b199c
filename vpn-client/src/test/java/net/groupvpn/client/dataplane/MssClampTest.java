package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

class MssClampTest {
  private static final int SYN = 0x02;
  private static final int ACK = 0x10;
  private static final int MTU = 1_280;
  private static final byte[] MSS_1460 = {2, 4, 5, (byte) 0xb4};

  /** A NOP first, so that the value spans two words. */
  private static final byte[] ODD = {1, 2, 4, 5, (byte) 0xb4, 1, 1, 0};

  private static byte[] tcp(int flags, byte[] options) {
    byte[] tcp = new byte[20 + options.length];
    PacketBytes.put32(tcp, 0, 40_000 << 16 | 80);
    PacketBytes.put32(tcp, 4, 0x1234_5678);
    tcp[12] = (byte) ((tcp.length / 4) << 4);
    tcp[13] = (byte) flags;
    System.arraycopy(options, 0, tcp, 20, options.length);
    return tcp;
  }

  private static byte[] packet4(int flags, byte[] options) {
    byte[] packet =
        Packets.ipv4(DataPlaneBed.ME4, DataPlaneBed.PEER4, Ipv4Packet.TCP, tcp(flags, options));
    PacketBytes.put16(packet, 36, InternetChecksum.finish(sum4(packet)));
    return packet;
  }

  private static byte[] packet6(int flags, byte[] options) {
    byte[] packet =
        Packets.ipv6(DataPlaneBed.ME6, DataPlaneBed.PEER6, Ipv6Packet.TCP, 64, tcp(flags, options));
    PacketBytes.put16(packet, 56, InternetChecksum.finish(sum6(packet)));
    return packet;
  }

  private static long sum4(byte[] packet) {
    int length = packet.length - 20;
    return InternetChecksum.pseudoHeader4(packet, 0, Ipv4Packet.TCP, length)
        + InternetChecksum.sum(packet, 20, length);
  }

  private static long sum6(byte[] packet) {
    int length = packet.length - 40;
    return InternetChecksum.pseudoHeader6(packet, 0, Ipv6Packet.TCP, length)
        + InternetChecksum.sum(packet, 40, length);
  }

  private static boolean lower(byte[] packet) {
    return MssClamp.lower(packet, 0, packet.length, MTU, false);
  }

  @Test
  void aSynAnnouncesWhatFits() {
    byte[] packet = packet4(SYN, MSS_1460);
    assertThat(lower(packet)).isTrue();
    assertThat(PacketBytes.u16(packet, 42)).isEqualTo(MTU - 40);
    assertThat(InternetChecksum.finish(sum4(packet))).isZero();
  }

  @Test
  void aSynAckOverIpv6AnnouncesWhatFits() {
    byte[] packet = packet6(SYN | ACK, MSS_1460);
    assertThat(lower(packet)).isTrue();
    assertThat(PacketBytes.u16(packet, 62)).isEqualTo(MTU - 60);
    assertThat(InternetChecksum.finish(sum6(packet))).isZero();
  }

  @Test
  void aValueAcrossTwoWordsKeepsTheChecksumRight() {
    Random random = new Random(3);
    for (int round = 0; round < 1_000; round++) {
      byte[] packet = packet4(SYN, ODD);
      PacketBytes.put16(packet, 43, 600 + random.nextInt(60_000));
      PacketBytes.put16(packet, 36, 0);
      PacketBytes.put16(packet, 36, InternetChecksum.finish(sum4(packet)));
      boolean lowered =
          MssClamp.lower(packet, 0, packet.length, 576 + random.nextInt(1_000), false);
      assertThat(InternetChecksum.finish(sum4(packet))).as("lowered: " + lowered).isZero();
    }
  }

  @Test
  void aPartialChecksumStaysAsItIs() {
    byte[] packet = packet4(SYN, MSS_1460);
    PacketBytes.put16(packet, 36, 0xabcd);
    assertThat(MssClamp.lower(packet, 0, packet.length, MTU, true)).isTrue();
    assertThat(PacketBytes.u16(packet, 36)).isEqualTo(0xabcd);
    assertThat(PacketBytes.u16(packet, 42)).isEqualTo(MTU - 40);
  }

  @Test
  void itIsNeverRaised() {
    byte[] packet = packet4(SYN, new byte[] {2, 4, 2, 0});
    byte[] before = packet.clone();
    assertThat(lower(packet)).isFalse();
    assertThat(packet).isEqualTo(before);
  }

  @Test
  void otherSegmentsAndFragmentsAreLeftAlone() {
    assertThat(lower(packet4(ACK, MSS_1460))).isFalse();
    assertThat(lower(packet4(SYN, new byte[0]))).isFalse();
    byte[] fragment = packet4(SYN, MSS_1460);
    PacketBytes.put16(fragment, 6, 0x2000);
    assertThat(lower(fragment)).isFalse();
    byte[] udp = packet4(SYN, MSS_1460);
    udp[9] = Ipv4Packet.UDP;
    assertThat(lower(udp)).isFalse();
  }

  @Test
  void oddOptionsAreSurvived() {
    assertThat(lower(packet4(SYN, new byte[] {2, 0, 5, (byte) 0xb4}))).isFalse();
    assertThat(lower(packet4(SYN, new byte[] {2, 3, 5, 0}))).isFalse();
    assertThat(lower(packet4(SYN, new byte[] {2, 40, 5, 0}))).isFalse();
    assertThat(lower(packet4(SYN, new byte[] {0, 2, 4, 5}))).isFalse();
    assertThat(lower(packet4(SYN, new byte[] {1, 1, 1, 2}))).isFalse();
    byte[] pastTheEnd = packet4(SYN, MSS_1460);
    pastTheEnd[32] = (byte) 0xf0;
    assertThat(lower(pastTheEnd)).isFalse();
    byte[] behindOthers =
        packet4(SYN, new byte[] {8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 9, 9, 0});
    assertThat(lower(behindOthers)).isTrue();
    assertThat(InternetChecksum.finish(sum4(behindOthers))).isZero();
  }

  @Test
  void noBytesBreakIt() {
    Random random = new Random(9);
    for (int round = 0; round < 200_000; round++) {
      byte[] packet = round % 2 == 0 ? packet4(SYN, ODD) : packet6(SYN, ODD);
      for (int i = 0; i < 3; i++) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt();
      }
      MssClamp.lower(packet, 0, random.nextInt(packet.length + 1), MTU, random.nextBoolean());
    }
  }
}
