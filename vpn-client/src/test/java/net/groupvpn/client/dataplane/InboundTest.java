package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.HOUR;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER_ENDPOINT;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER4;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InboundTest {
  private final DataPlaneBed bed = DataPlaneBed.withPeer();

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  @Test
  void aPeersPacketIsWrittenToTheDevice() throws Exception {
    byte[] packet = Packets.ipv4(PEER4, ME4);
    bed.peerSends(packet);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);

    byte[] packet6 = Packets.ipv6(PEER6, ME6);
    bed.peerSends(packet6);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet6);
    bed.awaitCount(PacketCount.INBOUND_DELIVERED, 2);
  }

  @Test
  void aRecordThatCameOverTheOverlayIsTreatedAlike() throws Exception {
    byte[] packet = Packets.ipv4(PEER4, ME4);
    byte[] frame = bed.sealedByPeer(Packets.record(packet));
    bed.plane.deliverOverlay(frame);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
    bed.port.deliver(PEER_ENDPOINT, frame);
    bed.awaitCount(PacketCount.INBOUND_REPLAYED, 1);
  }

  @Test
  void whatIsNoDataRecordGoesToTheEngine() throws Exception {
    bed.port.deliver(PEER_ENDPOINT, new byte[] {1, 1, 0, 0});
    assertThat(bed.inbox.next()).isEqualTo("datagram " + PEER_ENDPOINT + " 4");
  }

  @Test
  void sourcesThatBelongToOthersAreDropped() throws Exception {
    bed.routes.put(STRANGER4, STRANGER, 1, HOUR);
    bed.peerSends(Packets.ipv4(STRANGER4, ME4));
    bed.peerSends(Packets.ipv4(ME4, ME4));
    bed.peerSends(Packets.ipv4(DataPlaneBed.NETWORK.serviceAddress4(), ME4));
    bed.peerSends(Packets.ipv4(Ipv4Address.parse("198.51.100.1"), ME4));
    bed.peerSends(Packets.ipv6(DataPlaneBed.NETWORK.addressOf(STRANGER), ME6));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 5);
    bed.assertNothingPassed();
  }

  @Test
  void destinationsThatAreNotOursAreDropped() throws Exception {
    bed.peerSends(Packets.ipv4(PEER4, STRANGER4));
    bed.peerSends(Packets.ipv4(PEER4, Ipv4Address.parse("198.51.100.1")));
    bed.peerSends(Packets.ipv6(PEER6, DataPlaneBed.NETWORK.addressOf(STRANGER)));
    bed.peerSends(Packets.ipv4(PEER4, Ipv4Address.parse("224.0.0.1")));
    bed.peerSends(Packets.ipv6(PEER6, Packets.ALL_ROUTERS));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 3);
    bed.awaitCount(PacketCount.INBOUND_MULTICAST, 2);
    bed.assertNothingPassed();
  }

  @Test
  void nothingIsForUsWhileWeHaveNoAddress() throws Exception {
    bed.plane.publishOwnAddress(null);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 1);
    bed.assertNothingPassed();
  }

  @Test
  void packetsFromAnUncheckedSourceWaitForItsBinding() throws Exception {
    byte[] packet = Packets.ipv4(STRANGER4, ME4);
    bed.peerSends(packet);
    assertThat(bed.inbox.next()).isEqualTo("source " + PEER + " " + STRANGER4);
    bed.awaitCount(PacketCount.HELD_INBOUND, 1);
    bed.routes.put(STRANGER4, PEER, 1, HOUR);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
  }

  @Test
  void packetsFromAnUncheckedSourceAreDroppedWhenItIsSomebodyElses() throws Exception {
    bed.peerSends(Packets.ipv4(STRANGER4, ME4));
    bed.awaitCount(PacketCount.HELD_INBOUND, 1);
    bed.routes.put(STRANGER4, STRANGER, 1, HOUR);
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
    bed.assertNothingPassed();
  }

  @Test
  void aPeerWithManyUncheckedSourcesHoldsFewPacketsAndAsksOnce() throws Exception {
    int first = DataPlaneBed.NETWORK.range().network().bits() + 256;
    for (int i = 0; i < 1_000; i++) {
      bed.peerSends(Packets.ipv4(new Ipv4Address(first + i), ME4));
    }
    bed.awaitCount(PacketCount.HELD_INBOUND, 1_000);
    assertThat(bed.plane.heldPackets()).isEqualTo(HeldPackets.MAX_PER_KEY);
    assertThat(bed.inbox.next()).startsWith("source");
    assertThat(bed.inbox.isEmpty()).isTrue();
  }

  @Test
  void anExpiredSourceIsCheckedAgain() throws Exception {
    bed.bootNanos.addAndGet(HOUR);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    assertThat(bed.inbox.next()).isEqualTo("source " + PEER + " " + PEER4);
    bed.assertNothingPassed();
  }

  @Test
  void aRevokedPeerIsSilencedFromTheVeryNextPacket() throws Exception {
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    bed.systemReceives();
    bed.revoked.set(true);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    bed.awaitCount(PacketCount.INBOUND_REVOKED, 1);
    bed.assertNothingPassed();
  }

  @Test
  void theEngineIsAskedAboutAFewRecordsOfUnknownIndex() throws Exception {
    byte[] early = bed.sealedByPeer(Packets.record(Packets.ipv4(PEER4, ME4)));
    early[2] ^= 1;
    for (int i = 0; i < InboundPipeline.MAX_UNKNOWN_PER_SECOND + 10; i++) {
      bed.port.deliver(PEER_ENDPOINT, early);
    }
    bed.awaitCount(PacketCount.INBOUND_TO_ENGINE, InboundPipeline.MAX_UNKNOWN_PER_SECOND);
    bed.awaitCount(PacketCount.INBOUND_INDEX, 10);
    assertThat(bed.inbox.next()).isEqualTo("datagram " + PEER_ENDPOINT + " " + early.length);
  }

  @Test
  void recordsOfUnknownIndexForgedOnesAndUnknownTypesAreCounted() throws Exception {
    byte[] good = bed.sealedByPeer(Packets.record(Packets.ipv4(PEER4, ME4)));
    byte[] foreign = good.clone();
    foreign[2] ^= 1;
    bed.plane.deliverOverlay(foreign);
    byte[] forged = good.clone();
    forged[forged.length - 1] ^= 1;
    bed.port.deliver(PEER_ENDPOINT, forged);
    bed.port.deliver(PEER_ENDPOINT, bed.sealedByPeer(new byte[] {77, 1, 2}));
    bed.peerSends(new byte[] {0x45, 0});
    bed.awaitCount(PacketCount.INBOUND_INDEX, 1);
    bed.awaitCount(PacketCount.INBOUND_FORGED, 1);
    bed.awaitCount(PacketCount.INBOUND_TYPE, 1);
    bed.awaitCount(PacketCount.INBOUND_MALFORMED, 1);
    bed.assertNothingPassed();
  }

  @Test
  void theEngineIsToldWhenAPeersNewestRecordComesFromElsewhere() throws Exception {
    byte[] earlier = bed.sealedByPeer(Packets.record(Packets.ipv4(PEER4, ME4)));
    byte[] later = bed.sealedByPeer(Packets.record(Packets.ipv4(PEER4, ME4)));
    bed.port.deliver(DataPlaneBed.STRANGER_ENDPOINT, later);
    assertThat(bed.inbox.next()).isEqualTo("elsewhere " + DataPlaneBed.STRANGER_ENDPOINT);
    bed.port.deliver(DataPlaneBed.STRANGER_ENDPOINT, earlier);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    bed.awaitCount(PacketCount.INBOUND_DELIVERED, 3);
    assertThat(bed.inbox.isEmpty()).isTrue();
  }

  @Test
  void aPeerThatStaysElsewhereIsToldOfOnceASecond() throws Exception {
    for (int i = 0; i < 10; i++) {
      bed.port.deliver(
          DataPlaneBed.STRANGER_ENDPOINT,
          bed.sealedByPeer(Packets.record(Packets.ipv4(PEER4, ME4))));
    }
    bed.awaitCount(PacketCount.INBOUND_DELIVERED, 10);
    assertThat(bed.inbox.next()).startsWith("elsewhere");
    assertThat(bed.inbox.isEmpty()).isTrue();
  }

  /** DHCPv6 of a peer, behind each kind of header and in the first fragment. */
  @Test
  void dhcpIsRefusedBehindWhateverHeaders() throws Exception {
    byte[] udp = {2, 35, 2, 34, 0, 8, 0, 0};
    int[] nexts = {17, 0, 43, 44, 60, 135, 60};
    byte[][] headers = {
      {},
      {17, 0, 0, 0, 0, 0, 0, 0},
      {17, 0, 0, 0, 0, 0, 0, 0},
      {17, 0, 0, 1, 0, 0, 0, 7},
      {17, 0, 1, 4, 0, 0, 0, 0},
      {17, 0, 0, 0, 0, 0, 0, 0},
      {44, 0, 1, 4, 0, 0, 0, 0, 60, 0, 0, 1, 0, 0, 0, 7, 17, 1}
    };
    for (int i = 0; i < nexts.length; i++) {
      byte[] payload = Arrays.copyOf(headers[i], headers[i].length + udp.length);
      System.arraycopy(udp, 0, payload, headers[i].length, udp.length);
      bed.peerSends(Packets.ipv6(PEER6, ME6, nexts[i], 64, payload));
      bed.awaitCount(PacketCount.INBOUND_DHCP, i + 1);
    }
    bed.assertNothingPassed();
  }

  @Test
  void neighbourDiscoveryOfPeersIsRefusedBehindWhateverHeaders() throws Exception {
    byte[] icmp = new byte[24];
    for (int type = 133; type <= 137; type++) {
      icmp[0] = (byte) type;
      bed.peerSends(Packets.ipv6(PEER6, ME6, Ipv6Packet.ICMP, 255, icmp));
    }
    byte[] behind = new byte[32];
    behind[0] = Ipv6Packet.ICMP;
    behind[8] = (byte) 136;
    bed.peerSends(Packets.ipv6(PEER6, ME6, 60, 255, behind));
    bed.awaitCount(PacketCount.INBOUND_NEIGHBOUR, 6);
    bed.assertNothingPassed();
    byte[] echo = Packets.echo6(PEER6, ME6);
    bed.peerSends(echo);
    assertThat(bed.systemReceivesPacket()).isEqualTo(echo);
  }
}
