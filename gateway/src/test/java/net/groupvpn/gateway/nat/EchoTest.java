package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

/** Ping by RFC 5508. */
class EchoTest {
  private final NatBed world = new NatBed();

  private void ping(int id, int sequence) {
    world.give(
        NatBed.ALICE,
        TestPackets.echo(NatBed.MEMBER, NatBed.SERVER, id, sequence, TestPackets.ascii("abc")));
  }

  @Test
  void theAnswerHasTheMembersNumbers() {
    ping(77, 5);
    FakeOutside.Echo echo = world.outside.echoes.get(0);
    world.core.onEchoReply(echo.to(), echo.sequence(), echo.data());
    byte[] icmp = TestPackets.payload(world.lastToMember());
    assertThat(icmp[0]).isZero();
    assertThat(PacketBytes.u16(icmp, 4)).isEqualTo(77);
    assertThat(PacketBytes.u16(icmp, 6)).isEqualTo(5);
    assertThat(Arrays.copyOfRange(icmp, 8, icmp.length)).isEqualTo(TestPackets.ascii("abc"));
  }

  @Test
  void ipv6IsCarriedAlike() {
    world.give(
        NatBed.ALICE,
        TestPackets.echo(NatBed.MEMBER6, NatBed.SERVER6, 1, 2, TestPackets.ascii("abc")));
    FakeOutside.Echo echo = world.outside.echoes.get(0);
    world.core.onEchoReply(echo.to(), echo.sequence(), echo.data());
    assertThat(TestPackets.payload(world.lastToMember())[0]).isEqualTo((byte) 129);
  }

  @Test
  void anAnswerFromElsewhereOrTwiceOrLateIsDropped() {
    ping(77, 5);
    FakeOutside.Echo echo = world.outside.echoes.get(0);
    world.core.onEchoReply(
        NatBed.SERVER6.toInetAddress(), echo.sequence(), TestPackets.ascii("abc"));
    assertThat(world.toMembers).isEmpty();
    world.core.onEchoReply(echo.to(), echo.sequence(), echo.data());
    world.core.onEchoReply(echo.to(), echo.sequence(), echo.data());
    assertThat(world.toMembers).hasSize(1);
    ping(77, 6);
    world.runSeconds(61);
    FakeOutside.Echo late = world.outside.echoes.get(1);
    world.core.onEchoReply(late.to(), late.sequence(), late.data());
    assertThat(world.toMembers).hasSize(1);
    assertThat(world.count(NatCounter.DROPPED_ECHO_UNASKED)).isEqualTo(3);
  }

  @Test
  void whatHasWaitedLongestGivesWay() {
    int most = NatLimits.DEFAULT.echoPerMember();
    for (int i = 0; i < most + 10; i++) {
      ping(i, 1);
      world.runSeconds(0.002);
    }
    assertThat(world.core.snapshot().echoes()).isEqualTo(most);
    assertThat(world.count(NatCounter.DROPPED_ECHO_LIMIT)).isEqualTo(10);
    answer(world.outside.echoes.get(9));
    assertThat(world.toMembers).isEmpty();
    answer(world.outside.echoes.get(most + 9));
    assertThat(world.toMembers).hasSize(1);
  }

  @Test
  void oneProgramThatPingsTooFastLeavesRoomForAnother() {
    int watched = 0;
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < 200; i++) {
        ping(7, i);
      }
      int sent = world.outside.echoes.size();
      ping(8, round);
      watched += world.outside.echoes.size() - sent;
      world.outside.echoes.forEach(this::answer);
      world.outside.echoes.clear();
      world.runSeconds(0.1);
    }
    assertThat(watched).isEqualTo(50);
    assertThat(world.count(NatCounter.DROPPED_ECHO_RATE)).isPositive();
  }

  private void answer(FakeOutside.Echo echo) {
    world.core.onEchoReply(echo.to(), echo.sequence(), echo.data());
  }
}
