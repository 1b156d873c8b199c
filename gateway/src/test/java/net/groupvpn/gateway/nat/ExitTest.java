package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.path.AddressRange;
import org.junit.jupiter.api.Test;

/** Where members may not go, and what they are told. */
class ExitTest {
  private final NatBed world = new NatBed();

  @Test
  void nothingLeavesToWhereMembersMayNotGo() {
    for (String address :
        List.of("127.0.0.1", "169.254.169.254", "192.168.1.1", "10.128.0.9", "203.0.113.5")) {
      NatAddress to = TestPackets.address(address);
      world.give(
          NatBed.ALICE, TestPackets.udp(NatBed.MEMBER, 5_000, to, 9, TestPackets.ascii("x")));
      world.give(NatBed.ALICE, TestPackets.echo(NatBed.MEMBER, to, 1, 1, TestPackets.ascii("x")));
      new TestClient(world, NatBed.ALICE, 40_000, NatBed.MEMBER, to).open();
    }
    world.runSeconds(0.2);
    assertThat(world.outside.ports).isEmpty();
    assertThat(world.outside.echoes).isEmpty();
    assertThat(world.outside.connects).isEmpty();
    assertThat(world.count(NatCounter.DROPPED_EXIT_PRIVATE)).isEqualTo(3);
    assertThat(world.count(NatCounter.DROPPED_EXIT_NEVER)).isEqualTo(12);
    byte[] told = TestPackets.payload(world.lastToMember());
    assertThat(PacketBytes.u16(told, 0)).isEqualTo(3 << 8 | 13);
  }

  @Test
  void aRuleThatTightensHoldsForPortsThatAreOpen() {
    AddressRange lan = new AddressRange(Ipv4Address.parse("192.168.1.0").toInetAddress(), 24);
    NatAddress printer = TestPackets.address("192.168.1.9");
    byte[] packet = TestPackets.udp(NatBed.MEMBER, 5_000, printer, 9, TestPackets.ascii("x"));
    world.core.setRule(NatBed.rule(List.of(lan)));
    world.give(NatBed.ALICE, packet);
    assertThat(world.outside.lastPort().datagrams).hasSize(1);
    world.core.setRule(NatBed.rule(List.of()));
    world.give(NatBed.ALICE, packet);
    assertThat(world.outside.lastPort().datagrams).hasSize(1);
  }

  @Test
  void theLastHopIsToldUnderTheGatewaysOwnAddress() {
    byte[] packet =
        TestPackets.udp(NatBed.MEMBER, 5_000, NatBed.SERVER, 33_434, TestPackets.ascii("x"));
    world.give(NatBed.ALICE, TestPackets.withHopLimit(packet, 1));
    byte[] answer = world.lastToMember();
    assertThat(PacketBytes.i32(answer, 12)).isEqualTo(Ipv4Address.parse("10.128.0.1").bits());
    assertThat(TestPackets.payload(answer)[0]).isEqualTo((byte) 11);
    byte[] packet6 =
        TestPackets.udp(NatBed.MEMBER6, 5_000, NatBed.SERVER6, 33_434, TestPackets.ascii("x"));
    world.give(NatBed.ALICE, TestPackets.withHopLimit(packet6, 1));
    byte[] answer6 = world.lastToMember();
    assertThat(PacketBytes.i64(answer6, 16)).isEqualTo(1);
    byte[] icmp6 = answer6.clone();
    TestPackets.summed(icmp6, 58, 2);
    assertThat(icmp6).as("its checksum is right").isEqualTo(answer6);
    assertThat(world.outside.ports).isEmpty();
  }

  @Test
  void otherProtocolsAreToldSo() {
    world.give(
        NatBed.ALICE, TestPackets.ip(NatBed.MEMBER, NatBed.SERVER, 47, TestPackets.ascii("gre!")));
    assertThat(PacketBytes.u16(TestPackets.payload(world.lastToMember()), 0)).isEqualTo(3 << 8 | 2);
    world.give(
        NatBed.ALICE,
        TestPackets.ip(NatBed.MEMBER6, NatBed.SERVER6, 47, TestPackets.ascii("gre!")));
    byte[] icmp = TestPackets.payload(world.lastToMember());
    assertThat(PacketBytes.u16(icmp, 0)).isEqualTo(4 << 8 | 1);
    assertThat(PacketBytes.i32(icmp, 4)).isEqualTo(6);
  }

  @Test
  void mappedAddressesAreNoWayAround() {
    byte[] packet =
        TestPackets.udp(NatBed.MEMBER6, 5_000, NatBed.SERVER6, 9, TestPackets.ascii("x"));
    PacketBytes.put64(packet, 24, 0);
    PacketBytes.put64(packet, 32, 0xffff_7f00_0001L);
    world.give(NatBed.ALICE, TestPackets.summed(packet, TestPackets.UDP, 6));
    assertThat(world.outside.ports).isEmpty();
    assertThat(world.count(NatCounter.DROPPED_MALFORMED)).isEqualTo(1);
  }
}
