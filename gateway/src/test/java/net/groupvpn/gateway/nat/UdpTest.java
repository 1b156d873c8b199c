package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

/** UDP by RFC 4787. */
class UdpTest {
  private static final NatAddress OTHER = TestPackets.address("198.51.100.77");

  private final NatBed world = new NatBed();

  private void send(int fromPort, NatAddress to, int toPort) {
    world.give(
        NatBed.ALICE,
        TestPackets.udp(NatBed.MEMBER, fromPort, to, toPort, TestPackets.ascii("hello")));
  }

  private void answer(NatAddress from, int port, byte[] payload) {
    world
        .outside
        .lastPort()
        .mapping
        .onDatagram(new InetSocketAddress(from.toInetAddress(), port), ByteBuffer.wrap(payload));
  }

  @Test
  void onePortOutsideServesAllDestinations() {
    send(5_000, NatBed.SERVER, 1_234);
    send(5_000, OTHER, 99);
    assertThat(world.outside.ports).hasSize(1);
    assertThat(world.outside.lastPort().datagrams).hasSize(2);
    send(5_001, OTHER, 99);
    assertThat(world.outside.ports).hasSize(2);
  }

  @Test
  void whoWasAskedMayAnswerFromAnyPort() {
    send(5_000, NatBed.SERVER, 1_234);
    answer(NatBed.SERVER, 4_321, TestPackets.ascii("there"));
    byte[] udp = TestPackets.payload(world.lastToMember());
    assertThat(PacketBytes.u16(udp, 0)).isEqualTo(4_321);
    assertThat(PacketBytes.u16(udp, 2)).isEqualTo(5_000);
    assertThat(Arrays.copyOfRange(udp, 8, udp.length)).isEqualTo(TestPackets.ascii("there"));
  }

  @Test
  void whoWasNotAskedIsNotHeard() {
    send(5_000, NatBed.SERVER, 1_234);
    answer(OTHER, 1_234, TestPackets.ascii("there"));
    assertThat(world.toMembers).isEmpty();
    assertThat(world.count(NatCounter.DROPPED_UDP_UNASKED)).isEqualTo(1);
  }

  @Test
  void aMappingLastsFiveMinutesAfterTheMembersLastWord() {
    send(5_000, NatBed.SERVER, 1_234);
    world.run(TimeUnit.MINUTES.toNanos(4));
    send(5_000, NatBed.SERVER, 1_234);
    world.run(TimeUnit.MINUTES.toNanos(4));
    assertThat(world.outside.lastPort().isClosed).isFalse();
    answer(NatBed.SERVER, 1_234, TestPackets.ascii("x"));
    world.run(TimeUnit.MINUTES.toNanos(2));
    assertThat(world.outside.lastPort().isClosed).isTrue();
    assertThat(world.core.snapshot().udpMappings()).isZero();
  }

  @Test
  void aPortThatOnlyAskedNamesIsFreedSooner() {
    send(5_000, NatBed.SERVER, 53);
    world.runSeconds(21);
    assertThat(world.outside.lastPort().isClosed).isTrue();
    send(5_001, NatBed.SERVER, 53);
    send(5_001, NatBed.SERVER, 54);
    world.runSeconds(200);
    assertThat(world.outside.lastPort().isClosed).isFalse();
  }

  @Test
  void aWrongChecksumIsDroppedAndALeftOutOneIsNot() {
    byte[] packet =
        TestPackets.udp(NatBed.MEMBER, 5_000, NatBed.SERVER, 9, TestPackets.ascii("hello"));
    packet[30] ^= 1;
    world.give(NatBed.ALICE, packet);
    assertThat(world.outside.ports).isEmpty();
    assertThat(world.count(NatCounter.DROPPED_CHECKSUM)).isEqualTo(1);
    PacketBytes.put16(packet, 26, 0);
    world.give(NatBed.ALICE, packet);
    assertThat(world.outside.ports).hasSize(1);
  }

  @Test
  void whatCannotBeReachedIsTold() {
    world.outside.sent = Outside.Sent.UNREACHABLE;
    send(5_000, NatBed.SERVER, 1_234);
    assertThat(TestPackets.payload(world.lastToMember())[0]).isEqualTo((byte) 3);
  }

  @Test
  void aLongAnswerIsCutAndItsPiecesMakeItAgain() {
    send(5_000, NatBed.SERVER, 1_234);
    byte[] payload = NatFlowTest.bytes(4_000, 1);
    answer(NatBed.SERVER, 1_234, payload);
    assertThat(world.toMembers).hasSize(4).allMatch(packet -> packet.length <= NatBed.MTU);
    List<byte[]> pieces = List.copyOf(world.toMembers);
    byte[] whole = reassemble(pieces);
    assertThat(Arrays.copyOfRange(whole, 28, whole.length)).isEqualTo(payload);
  }

  @Test
  void aLongAnswerOverIpv6IsCutToo() {
    byte[] hello =
        TestPackets.udp(NatBed.MEMBER6, 5_000, NatBed.SERVER6, 9, TestPackets.ascii("hello"));
    world.give(NatBed.ALICE, hello);
    byte[] payload = NatFlowTest.bytes(4_000, 1);
    answer(NatBed.SERVER6, 9, payload);
    assertThat(world.toMembers).hasSize(4).allMatch(packet -> packet.length <= NatBed.MTU);
    byte[] whole = reassemble(List.copyOf(world.toMembers));
    assertThat(Arrays.copyOfRange(whole, 48, whole.length)).isEqualTo(payload);
  }

  private byte[] reassemble(List<byte[]> pieces) {
    NatContext context =
        new NatContext(
            NatLimits.DEFAULT,
            world.counts,
            new BlockPool(1),
            new DeadlineHeap(),
            world.outside,
            new MemberOutput((member, packet) -> {}, world.counts, NatBed.MTU),
            world.random);
    FragmentReassembly reassembly = new FragmentReassembly(context);
    MemberAccount account = new MemberAccount(NatBed.BOB, NatLimits.DEFAULT, world.now);
    byte[] whole = new byte[0];
    for (int i = pieces.size() - 1; i >= 0; i--) {
      IpPacket packet = new IpPacket();
      assertThat(packet.read(pieces.get(i))).isTrue();
      byte[] result = reassembly.onFragment(world.now, account, packet);
      whole = result == null ? whole : result;
    }
    assertThat(account.reassemblies).isZero();
    return whole;
  }

  @Test
  void aMembersFragmentsArePutTogether() {
    byte[] payload = NatFlowTest.bytes(3_000, 2);
    byte[] packet = TestPackets.udp(NatBed.MEMBER, 5_000, NatBed.SERVER, 9, payload);
    List<byte[]> pieces = Fragments.cut4(packet, 1_280, 77);
    world.give(NatBed.ALICE, pieces.get(2));
    world.give(NatBed.ALICE, pieces.get(0));
    assertThat(world.outside.ports).isEmpty();
    world.give(NatBed.ALICE, pieces.get(1));
    assertThat(world.outside.lastPort().datagrams.get(0).payload()).isEqualTo(payload);
    byte[] packet6 = TestPackets.udp(NatBed.MEMBER6, 5_000, NatBed.SERVER6, 9, payload);
    Fragments.cut6(packet6, 1_280, 78).forEach(piece -> world.give(NatBed.ALICE, piece));
    assertThat(world.outside.lastPort().datagrams.get(0).payload()).isEqualTo(payload);
  }

  @Test
  void overlappingFragmentsEndTheirPacket() {
    byte[] packet =
        TestPackets.udp(NatBed.MEMBER, 5_000, NatBed.SERVER, 9, NatFlowTest.bytes(3_000, 2));
    List<byte[]> pieces = Fragments.cut4(packet, 1_280, 77);
    world.give(NatBed.ALICE, pieces.get(0));
    world.give(NatBed.ALICE, pieces.get(0));
    world.give(NatBed.ALICE, pieces.get(1));
    world.give(NatBed.ALICE, pieces.get(2));
    assertThat(world.outside.ports).isEmpty();
    assertThat(world.count(NatCounter.DROPPED_FRAGMENT)).isPositive();
    world.runSeconds(16);
    assertThat(world.core.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anAddressThatPassesToAnotherMemberLosesItsPorts() {
    send(5_000, NatBed.SERVER, 1_234);
    world.give(
        NatBed.BOB, TestPackets.udp(NatBed.MEMBER, 5_000, OTHER, 9, TestPackets.ascii("hello")));
    assertThat(world.outside.ports.get(0).isClosed).isTrue();
    assertThat(world.outside.ports).hasSize(2);
  }
}
