package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import net.groupvpn.client.dataplane.Subnets.Way;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.path.AddressRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks behind a member, and behind this machine. */
@Timeout(60)
class SubnetTrafficTest {
  private static final Ipv4Address PRINTER = Ipv4Address.parse("192.168.7.9");
  private static final Ipv4Address WEB = Ipv4Address.parse("203.0.113.80");
  private static final Ipv6Address PRINTER6 = new Ipv6Address(0x2001_0db8_0007_0000L, 9);
  private static final AddressRange LAN = new AddressRange(address("192.168.7.0"), 24);
  private static final AddressRange HALF = new AddressRange(address("192.168.7.0"), 25);
  private static final AddressRange LAN6 =
      new AddressRange(new Ipv6Address(0x2001_0db8_0007_0000L, 0).toInetAddress(), 48);

  private final DataPlaneBed bed = DataPlaneBed.withPeer();

  private static java.net.InetAddress address(String text) {
    return Ipv4Address.parse(text).toInetAddress();
  }

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  @Test
  void theNetworkIsReachedByTheMemberThatAnnouncesIt() throws Exception {
    bed.plane.publishSubnets(
        new Subnets(
            List.of(new Way(LAN, PEER, Set.of(PEER)), new Way(LAN6, PEER, Set.of(PEER))),
            List.of()));
    for (byte[] packet : List.of(Packets.ipv4(ME4, PRINTER), Packets.ipv6(ME6, PRINTER6))) {
      bed.systemSends(packet);
      assertThat(bed.peerReceives()).isEqualTo(packet);
    }
    for (byte[] packet : List.of(Packets.ipv4(PRINTER, ME4), Packets.ipv6(PRINTER6, ME6))) {
      bed.peerSends(packet);
      assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
    }
    bed.peerSends(Packets.ipv4(WEB, ME4));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
  }

  @Test
  void theLongestPrefixWins() throws Exception {
    bed.plane.publishSubnets(
        new Subnets(
            List.of(new Way(LAN, STRANGER, Set.of(STRANGER)), new Way(HALF, PEER, Set.of(PEER))),
            List.of()));
    byte[] packet = Packets.ipv4(ME4, PRINTER);
    bed.systemSends(packet);
    assertThat(bed.peerReceives()).isEqualTo(packet);
    bed.peerSends(Packets.ipv4(Ipv4Address.parse("192.168.7.200"), ME4));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
  }

  @Test
  void whileNobodyLeadsThereNeitherDoesTheGateway() throws Exception {
    bed.plane.publishExits(new Exits(PEER, null, 0, false));
    bed.plane.publishSubnets(new Subnets(List.of(new Way(LAN, null, Set.of(STRANGER))), List.of()));
    bed.systemSends(Packets.ipv4(ME4, PRINTER));
    byte[] refusal = bed.systemReceivesPacket();
    assertThat(List.of(refusal[20], refusal[21])).as("ICMP").containsExactly((byte) 3, (byte) 0);
    bed.peerSends(Packets.ipv4(PRINTER, ME4));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
  }

  @Test
  void membersReachWhatIsBehindThisMachineAndNothingElse() throws Exception {
    bed.plane.publishSubnets(new Subnets(List.of(), List.of(LAN, LAN6)));
    for (byte[] packet : List.of(Packets.ipv4(PEER4, PRINTER), Packets.ipv6(PEER6, PRINTER6))) {
      bed.peerSends(packet);
      assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
    }
    for (byte[] packet : List.of(Packets.ipv4(PRINTER, PEER4), Packets.ipv6(PRINTER6, PEER6))) {
      bed.systemSends(packet);
      assertThat(bed.peerReceives()).isEqualTo(packet);
    }
    bed.peerSends(Packets.ipv4(PEER4, WEB));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 1);
    bed.assertNothingPassed();
  }
}
