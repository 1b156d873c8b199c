package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

class TooBigAnswerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int MTU = 1_320;

  private final TooBigAnswer answers = new TooBigAnswer();
  private final byte[] out = new byte[TooBigAnswer.MAX_BYTES + 14];

  private int write(byte[] packet, long nanos) {
    return answers.write(packet, 0, packet.length, MTU, out, 14, nanos);
  }

  @Test
  void anIpv4SenderIsToldTheNextHopsMtu() {
    byte[] packet = Packets.ipv4(ME4, PEER4, Ipv4Packet.UDP, new byte[1_380]);
    int length = write(packet, 0);
    assertThat(length).isEqualTo(576);
    assertThat(Ipv4Packet.isValid(out, 14, length)).isTrue();
    assertThat(Ipv4Packet.isHeaderChecksumValid(out, 14)).isTrue();
    assertThat(Ipv4Packet.source(out, 14)).isEqualTo(PEER4.bits());
    assertThat(Ipv4Packet.destination(out, 14)).isEqualTo(ME4.bits());
    assertThat(PacketBytes.u16(out, 34)).isEqualTo(3 << 8 | 4);
    assertThat(PacketBytes.u16(out, 40)).isEqualTo(MTU);
    assertThat(InternetChecksum.finish(InternetChecksum.sum(out, 34, length - 20))).isZero();
    assertThat(Arrays.copyOfRange(out, 42, 14 + length)).isEqualTo(Arrays.copyOf(packet, 548));
  }

  @Test
  void anIpv6SenderIsToldTheMtu() {
    byte[] packet = Packets.ipv6(ME6, PEER6, Ipv6Packet.UDP, 64, new byte[1_360]);
    int length = write(packet, 0);
    assertThat(length).isEqualTo(1_280);
    assertThat(Ipv6Packet.isValid(out, 14, length)).isTrue();
    assertThat(Ipv6Packet.sourceHigh(out, 14)).isEqualTo(PEER6.high());
    assertThat(Ipv6Packet.destinationLow(out, 14)).isEqualTo(ME6.low());
    assertThat(PacketBytes.u16(out, 54)).isEqualTo(2 << 8);
    assertThat(PacketBytes.i32(out, 58)).isEqualTo(MTU);
    long pseudo = InternetChecksum.pseudoHeader6(out, 14, Ipv6Packet.ICMP, length - 40);
    long sum = InternetChecksum.sum(out, 54, length - 40);
    assertThat(InternetChecksum.finish(pseudo + sum)).isZero();
    assertThat(Arrays.copyOfRange(out, 62, 14 + length)).isEqualTo(Arrays.copyOf(packet, 1_232));
  }

  @Test
  void errorsGroupsAndLaterFragmentsGetNoAnswer() {
    byte[] unreachable = new byte[1_380];
    unreachable[0] = 3;
    assertThat(write(Packets.ipv4(ME4, PEER4, Ipv4Packet.ICMP, unreachable), 0)).isZero();
    assertThat(write(Packets.ipv6(ME6, PEER6, Ipv6Packet.ICMP, 64, new byte[1_360]), 0)).isZero();
    byte[] later = Packets.ipv4(ME4, PEER4, Ipv4Packet.UDP, new byte[1_380]);
    PacketBytes.put16(later, 6, 0x2001);
    assertThat(write(later, 0)).isZero();
    byte[] group = Packets.ipv4(ME4, PEER4, Ipv4Packet.UDP, new byte[1_380]);
    group[16] = (byte) 224;
    assertThat(write(group, 0)).isZero();
    byte[] group6 = Packets.ipv6(ME6, PEER6, Ipv6Packet.UDP, 64, new byte[1_360]);
    group6[24] = (byte) 0xff;
    assertThat(write(group6, 0)).isZero();
    assertThat(write(new byte[40], 0)).isZero();
    assertThat(write(new byte[0], 0)).isZero();
  }

  @Test
  void extensionHeadersAreLookedBehind() {
    byte[] chain = new byte[1_360];
    chain[0] = 44;
    chain[8] = Ipv6Packet.UDP;
    assertThat(write(Packets.ipv6(ME6, PEER6, 60, 64, chain), 0)).isPositive();
    PacketBytes.put16(chain, 10, 8);
    assertThat(write(Packets.ipv6(ME6, PEER6, 60, 64, chain), 0)).isZero();
    PacketBytes.put16(chain, 10, 0);
    chain[8] = Ipv6Packet.ICMP;
    assertThat(write(Packets.ipv6(ME6, PEER6, 60, 64, chain), 0)).isZero();
    assertThat(write(Packets.ipv6(ME6, PEER6, 0, 64, new byte[1_360]), 0)).isZero();
    assertThat(write(Packets.ipv6(ME6, PEER6, 60, 64, new byte[4]), 0)).isZero();
  }

  @Test
  void thereAreNotMoreAnswersThanTheBucketHolds() {
    byte[] packet = Packets.ipv4(ME4, PEER4, Ipv4Packet.UDP, new byte[1_380]);
    int atOnce = 0;
    for (int i = 0; i < 1_000; i++) {
      atOnce += write(packet, 5 * SECOND) > 0 ? 1 : 0;
    }
    assertThat(atOnce).isEqualTo(TooBigAnswer.BURST);
    int later = 0;
    for (int millis = 1; millis <= 1_000; millis++) {
      later += write(packet, 5 * SECOND + millis * SECOND / 1_000) > 0 ? 1 : 0;
    }
    assertThat(later).isEqualTo(TooBigAnswer.PER_SECOND);
  }
}
