package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/** One member cannot use up what all need. */
class NatLimitsTest {
  private static final NatLimits SMALL =
      new NatLimits(3, 40, 30, 30, 20, 15, 64, 1_000, 1_000, 1 << 20);
  private static final NatAddress BOB_ADDRESS = TestPackets.address("10.128.0.8");

  private static void syn(NatBed world, NodeId member, NatAddress from, int port) {
    byte[] packet = NatFlowTest.segment(1_000, 0, TestClient.SYN);
    PacketBytes.put16(packet, 20, port);
    PacketBytes.put32(packet, 12, from.ipv4());
    PacketBytes.put16(packet, 10, 0);
    byte[] header = TestPackets.withHopLimit(packet, 64);
    world.give(member, TestPackets.summed(header, TestPackets.TCP, 16));
  }

  @Test
  void aFloodOfConnectionsIsDroppedAndOthersAreServed() {
    NatBed world = new NatBed();
    int opened = 0;
    for (int tick = 0; tick < 1_000; tick++) {
      for (int i = 0; i < 20; i++) {
        syn(world, NatBed.ALICE, NatBed.MEMBER, 1 + tick * 20 + i);
      }
      if (tick % 10 == 0) {
        int before = world.outside.servers.size();
        syn(world, NatBed.BOB, BOB_ADDRESS, 1 + tick);
        opened += world.outside.servers.size() - before;
      }
      world.runSeconds(0.01);
    }
    assertThat(opened).isEqualTo(100);
    assertThat(world.outside.servers.size() - opened).isLessThan(1_700);
    assertThat(world.count(NatCounter.DROPPED_CONNECT_LIMIT)).isGreaterThan(10_000);
  }

  @Test
  void whoHasFewerGetsAPlaceOfWhoHasMost() {
    NatBed world = new NatBed(1, SMALL);
    for (int i = 0; i < 35; i++) {
      syn(world, NatBed.ALICE, NatBed.MEMBER, 1_000 + i);
    }
    assertThat(world.core.snapshot().tcpFlows()).isEqualTo(30);
    for (int i = 0; i < 30; i++) {
      syn(world, NatBed.BOB, BOB_ADDRESS, 1_000 + i);
    }
    assertThat(world.core.snapshot().tcpFlows()).isEqualTo(40);
    assertThat(world.count(NatCounter.EVICTED_SHARE)).isEqualTo(10);
    syn(world, NatBed.BOB, BOB_ADDRESS, 2_000);
    assertThat(world.outside.servers.stream().filter(server -> server.isClosed)).hasSize(10);
  }

  @Test
  void udpPortsAreSharedAlike() {
    NatBed world = new NatBed(1, SMALL);
    for (int i = 0; i < 30; i++) {
      udp(world, NatBed.ALICE, NatBed.MEMBER, 1_000 + i);
      udp(world, NatBed.BOB, BOB_ADDRESS, 1_000 + i);
    }
    assertThat(world.core.snapshot().udpMappings()).isEqualTo(20);
    assertThat(world.outside.ports.stream().filter(port -> !port.isClosed)).hasSize(20);
  }

  private static void udp(NatBed world, NodeId member, NatAddress from, int port) {
    world.give(member, TestPackets.udp(from, port, NatBed.SERVER, 9, TestPackets.ascii("hello")));
  }

  @Test
  void aMembersOldestSilentPortMakesRoomForItsNext() {
    NatBed world = new NatBed(1, SMALL);
    for (int i = 0; i < 16; i++) {
      udp(world, NatBed.ALICE, NatBed.MEMBER, 1_000 + i);
    }
    assertThat(world.outside.ports).hasSize(15);
    world.runSeconds(121);
    udp(world, NatBed.ALICE, NatBed.MEMBER, 2_000);
    assertThat(world.outside.ports).hasSize(16);
    assertThat(world.core.snapshot().udpMappings()).isEqualTo(15);
  }

  @Test
  void tooManyMembersAreNotTakenOn() {
    NatBed world = new NatBed(1, SMALL);
    for (int i = 0; i < 5; i++) {
      NodeId member = NodeId.hash(TestPackets.ascii("member " + i));
      udp(world, member, TestPackets.address("10.128.0." + (20 + i)), 1_000);
    }
    assertThat(world.core.snapshot().members()).isEqualTo(3);
    assertThat(world.count(NatCounter.DROPPED_MEMBER_LIMIT)).isEqualTo(2);
  }

  @Test
  void stalledDownloadsOfOneMemberLeaveMemoryToOthers() {
    NatBed world = new NatBed(1, SMALL);
    for (int i = 0; i < 20; i++) {
      TestClient client =
          new TestClient(world, NatBed.ALICE, 3_000 + i, NatBed.MEMBER, NatBed.SERVER);
      client.window = 0;
      client.connect();
      world.outside.lastServer().send(NatFlowTest.bytes(1 << 20, i));
      world.stir(world.outside.lastServer());
    }
    assertThat(world.core.snapshot().bufferBytes()).isLessThanOrEqualTo(1 << 19);
    TestClient bob = new TestClient(world, NatBed.BOB, 40_000, BOB_ADDRESS, NatBed.SERVER);
    bob.connect();
    FakeServer server = world.outside.lastServer();
    server.send(NatFlowTest.bytes(500_000, 99));
    for (int i = 0; i < 60; i++) {
      world.stir(server);
      world.runSeconds(0.5);
    }
    assertThat(bob.received.toByteArray()).isEqualTo(NatFlowTest.bytes(500_000, 99));
  }

  @Test
  void whoIsNoMemberAnyMoreLosesEverything() {
    NatBed world = new NatBed();
    TestClient client = TestClient.of(world).connect();
    udp(world, NatBed.ALICE, NatBed.MEMBER, 1_000);
    world.give(
        NatBed.ALICE, TestPackets.echo(NatBed.MEMBER, NatBed.SERVER, 1, 1, TestPackets.ascii("x")));
    world.core.forget(NatBed.ALICE);
    world.runSeconds(1);
    assertThat(client.isReset).isTrue();
    assertThat(world.core.snapshot())
        .usingRecursiveComparison()
        .ignoringFields("refused")
        .isEqualTo(NatSnapshot.EMPTY);
    assertThat(world.core.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
