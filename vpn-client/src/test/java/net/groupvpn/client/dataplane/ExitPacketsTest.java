package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves the group's range by a gateway, and what a gateway carries for others. */
@Timeout(60)
class ExitPacketsTest {
  private static final long WAIT_SECONDS = 10;
  private static final Ipv4Address WEB = Ipv4Address.parse("203.0.113.80");
  private static final Ipv6Address WEB6 = new Ipv6Address(0x2001_0db8_0000_0000L, 80);
  private static final Exits BY_PEER = new Exits(PEER, null, 0, false);
  private static final Exits FOR_OTHERS = new Exits(null, null, 0, true);

  private final DataPlaneBed bed = DataPlaneBed.withPeer();

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  @Test
  void withoutAGatewayNothingLeavesForElsewhere() throws Exception {
    bed.systemSends(Packets.ipv4(ME4, WEB));
    byte[] four = bed.systemReceivesPacket();
    assertThat(List.of(four[20], four[21])).as("ICMP").containsExactly((byte) 3, (byte) 0);
    bed.systemSends(Packets.ipv6(ME6, WEB6));
    byte[] six = bed.systemReceivesPacket();
    assertThat(List.of(six[40], six[41])).as("ICMPv6").containsExactly((byte) 1, (byte) 0);
    bed.awaitCount(PacketCount.OUTBOUND_FOREIGN, 2);
    bed.assertNothingPassed();
  }

  @Test
  void whatIsForElsewhereGoesToTheGatewayInUse() throws Exception {
    bed.plane.publishExits(BY_PEER);
    for (byte[] packet : List.of(Packets.ipv4(ME4, WEB), Packets.ipv6(ME6, WEB6))) {
      bed.systemSends(packet);
      assertThat(bed.peerReceives()).isEqualTo(packet);
    }
  }

  @Test
  void whatNoHostElsewhereCanHaveGoesNowhere() throws Exception {
    bed.plane.publishExits(BY_PEER);
    for (String special : List.of("127.0.0.1", "169.254.169.254", "0.0.0.1", "250.1.1.1")) {
      bed.systemSends(Packets.ipv4(ME4, Ipv4Address.parse(special)));
    }
    bed.awaitCount(PacketCount.OUTBOUND_FOREIGN, 4);
    bed.assertNothingPassed();
  }

  @Test
  void answersAreTakenFromTheGatewayInUseAlone() throws Exception {
    bed.peerSends(Packets.ipv4(WEB, ME4));
    bed.peerSends(Packets.ipv6(WEB6, ME6));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 2);
    bed.assertNothingPassed();

    bed.plane.publishExits(BY_PEER);
    for (byte[] packet : List.of(Packets.ipv4(WEB, ME4), Packets.ipv6(WEB6, ME6))) {
      bed.peerSends(packet);
      assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
    }
  }

  @Test
  void theFormerGatewayMayFinishForAWhile() throws Exception {
    long until = bed.bootNanos.get() + TimeUnit.SECONDS.toNanos(10);
    bed.plane.publishExits(new Exits(STRANGER, PEER, until, false));
    byte[] packet = Packets.ipv4(WEB, ME4);
    bed.peerSends(packet);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);

    bed.bootNanos.set(until);
    bed.peerSends(packet);
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
  }

  @Test
  void aGatewayInUseMaySpeakForNoMember() throws Exception {
    bed.plane.publishExits(BY_PEER);
    bed.peerSends(Packets.ipv4(ME4, ME4));
    bed.peerSends(Packets.ipv4(WEB, PEER4));
    bed.peerSends(Packets.ipv6(DataPlaneBed.NETWORK.addressOf(STRANGER), ME6));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 3);
    bed.assertNothingPassed();
  }

  @Test
  void onlyAGatewayTakesPacketsToElsewhere() throws Exception {
    bed.peerSends(Packets.ipv4(PEER4, WEB));
    bed.peerSends(Packets.ipv6(PEER6, WEB6));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 2);
    bed.assertNothingPassed();

    bed.plane.publishExits(FOR_OTHERS);
    for (byte[] packet : List.of(Packets.ipv4(PEER4, WEB), Packets.ipv6(PEER6, WEB6))) {
      bed.peerSends(packet);
      assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
    }
  }

  @Test
  void aGatewayTakesNothingFromForgedSourcesOrForItsOwnMachineryOrLink() throws Exception {
    bed.plane.publishExits(FOR_OTHERS);
    bed.peerSends(Packets.ipv4(ME4, WEB));
    bed.peerSends(Packets.ipv4(WEB, WEB));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 2);
    for (String special : List.of("127.0.0.1", "169.254.169.254", "0.0.0.1", "250.1.1.1")) {
      bed.peerSends(Packets.ipv4(PEER4, Ipv4Address.parse(special)));
    }
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 4);
    bed.assertNothingPassed();
  }

  @Test
  void aGatewayCarriesAnswersToMembers() throws Exception {
    bed.plane.publishExits(FOR_OTHERS);
    for (byte[] packet : List.of(Packets.ipv4(WEB, PEER4), Packets.ipv6(WEB6, PEER6))) {
      bed.systemSends(packet);
      assertThat(bed.peerReceives()).isEqualTo(packet);
    }
    bed.systemSends(Packets.ipv4(WEB, WEB));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 1);
  }

  @Test
  void aPingThroughAGatewayIsAnsweredToTheEngineAndNotToTheSystem() throws Exception {
    for (ExitTarget target : List.of(new ExitTarget(WEB, null), new ExitTarget(null, WEB6))) {
      bed.plane.ping(PEER, target, 7);
      byte[] ping = bed.peerReceives();
      bed.peerSends(answered(ping));
      assertThat(bed.inbox.next()).isEqualTo("pong 7 " + PEER);
    }
    bed.assertNothingPassed();
  }

  @Test
  void aGatewayTestsWhetherTheSystemForwards() throws Exception {
    bed.plane.publishExits(FOR_OTHERS);
    for (ExitTarget target : List.of(new ExitTarget(WEB, null), new ExitTarget(null, WEB6))) {
      assertThat(bed.plane.testForwarding(target, 9)).isTrue();
      bed.systemSends(answered(bed.systemReceivesPacket()));
      assertThat(bed.inbox.next()).isEqualTo("forwarded 9");
    }
    bed.systemSends(Packets.ipv4(WEB, DataPlaneBed.NETWORK.serviceAddress4()));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 1);
    bed.assertNothingPassed();
  }

  @Test
  void aPingThroughSomebodyWithoutASessionIsCounted() throws Exception {
    bed.plane.ping(STRANGER, new ExitTarget(WEB, null), 7);
    bed.awaitCount(PacketCount.EXIT_PING_LOST, 1);
  }

  private static byte[] answered(byte[] ping) {
    byte[] answer = new byte[ping.length];
    if (ping[0] >>> 4 == 4) {
      assertThat(IcmpEcho.isRequest4(ping, 0)).isTrue();
      IcmpEcho.writeReply4(answer, 0, ping, 0);
    } else {
      assertThat(IcmpEcho.isRequest6(ping, 0)).isTrue();
      IcmpEcho.writeReply6(answer, 0, ping, 0);
    }
    return answer;
  }

  @Test
  void aCarrierTakesTheSystemsPlaceInBothDirections() throws Exception {
    BlockingQueue<byte[]> taken = new LinkedBlockingQueue<>();
    bed.plane.publishExits(FOR_OTHERS);
    bed.plane.carryBy((packet, member) -> member.equals(PEER) && taken.offer(packet));
    for (byte[] packet : List.of(Packets.ipv4(PEER4, WEB), Packets.ipv6(PEER6, WEB6))) {
      bed.peerSends(packet);
      assertThat(taken.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(packet);
    }
    for (byte[] packet : List.of(Packets.ipv4(WEB, PEER4), Packets.ipv6(WEB6, PEER6))) {
      bed.plane.sendToMember(PEER, packet);
      assertThat(bed.peerReceives()).isEqualTo(packet);
    }
    bed.plane.sendToMember(STRANGER, Packets.ipv4(WEB, PEER4));
    bed.awaitCount(PacketCount.EXIT_NO_MEMBER, 1);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    assertThat(bed.systemReceivesPacket()).isEqualTo(Packets.ipv4(PEER4, ME4));
  }
}
