package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.STRANGER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.TAP_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.packet.ArpPacket;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboundTest {
  private final DataPlaneBed bed = DataPlaneBed.withPeer();

  @AfterEach
  void close() throws InterruptedException {
    bed.close();
  }

  @Test
  void aPacketToAPeerIsSealedAndSentToItsEndpoint() throws Exception {
    byte[] packet = Packets.ipv4(ME4, PEER4);
    bed.systemSends(packet);
    assertThat(bed.peerReceives()).isEqualTo(packet);

    byte[] packet6 = Packets.ipv6(ME6, PEER6);
    bed.systemSends(packet6);
    assertThat(bed.peerReceives()).isEqualTo(packet6);
    bed.awaitCount(PacketCount.OUTBOUND_FORWARDED, 2);
    assertThat(bed.plane.traffic().get(DataPlaneBed.PEER))
        .extracting(PeerTraffic::sentBytes)
        .isEqualTo((long) packet.length + packet6.length);
  }

  @Test
  void aPeerReachedOverTheOverlayIsLeftToTheEngine() throws Exception {
    bed.publishPeer(new OverlayPath(DataPlaneBed.PEER, null));
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    assertThat(bed.inbox.overlayFrames.take()).hasSize(1 + 20 + Packets.PAYLOAD_BYTES + 30);
    bed.assertNothingPassed();
  }

  @Test
  void arpForAnyOtherMemberIsAnsweredWithTheRouter() throws Exception {
    arp(Packets.arpRequest(TAP_MAC, ME4, STRANGER4));
    byte[] frame = bed.systemReceives();
    int at = EthernetFrame.HEADER_BYTES;
    assertThat(EthernetFrame.type(frame, 0)).isEqualTo(EthernetFrame.TYPE_ARP);
    assertThat(ArpPacket.isReply(frame, at)).isTrue();
    assertThat(ArpPacket.senderMac(frame, at)).isEqualTo(FrameWriter.ROUTER_MAC);
    assertThat(ArpPacket.senderAddress(frame, at)).isEqualTo(STRANGER4.bits());
    assertThat(ArpPacket.targetAddress(frame, at)).isEqualTo(ME4.bits());
  }

  @Test
  void arpForOneselfOrOutsideTheGroupIsNotAnswered() throws Exception {
    arp(Packets.arpRequest(TAP_MAC, ME4, ME4));
    arp(Packets.arpRequest(TAP_MAC, new Ipv4Address(0), ME4));
    arp(Packets.arpRequest(TAP_MAC, ME4, Ipv4Address.parse("192.168.1.1")));
    bed.awaitCount(PacketCount.OUTBOUND_ARP, 3);
    bed.assertNothingPassed();
  }

  @Test
  void neighbourSolicitationsForMembersAreAnsweredWithTheRouter() throws Exception {
    bed.systemSends(Packets.solicitation(ME6, PEER6));
    byte[] answer = bed.systemReceivesPacket();
    assertThat(PacketBytes.u8(answer, 40)).isEqualTo(136);
    assertThat(PacketBytes.u48(answer, answer.length - 6)).isEqualTo(FrameWriter.ROUTER_MAC);
  }

  @Test
  void neighbourSolicitationsForOneselfAreNotAnswered() throws Exception {
    bed.systemSends(Packets.solicitation(ME6, ME6));
    bed.systemSends(Packets.routerSolicitation(ME6));
    bed.awaitCount(PacketCount.OUTBOUND_MULTICAST, 2);
    bed.assertNothingPassed();
  }

  @Test
  void multicastBroadcastForeignAndWrongSourcesAreDroppedAndCounted() throws Exception {
    bed.systemSends(Packets.ipv4(ME4, Ipv4Address.parse("224.0.0.251")));
    bed.systemSends(Packets.ipv4(ME4, Ipv4Address.parse("10.128.255.255")));
    bed.systemSends(Packets.ipv4(ME4, Ipv4Address.parse("169.254.1.1")));
    bed.systemSends(Packets.ipv4(STRANGER4, PEER4));
    bed.systemSends(Packets.ipv6(PEER6, PEER6));
    bed.awaitCount(PacketCount.OUTBOUND_MULTICAST, 2);
    bed.awaitCount(PacketCount.OUTBOUND_FOREIGN, 1);
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 2);
    bed.assertNothingPassed();
  }

  @Test
  void theServiceAddressAnswersEcho() throws Exception {
    bed.systemSends(Packets.echo4(ME4, NETWORK.serviceAddress4()));
    byte[] answer = bed.systemReceivesPacket();
    assertThat(Ipv4Packet.source(answer, 0)).isEqualTo(NETWORK.serviceAddress4().bits());
    assertThat(answer[Ipv4Packet.MIN_HEADER_BYTES]).isZero();

    bed.systemSends(Packets.echo6(ME6, NETWORK.serviceAddress6()));
    assertThat(PacketBytes.u8(bed.systemReceivesPacket(), 40)).isEqualTo(129);
  }

  @Test
  void senderOfAPacketThatIsTooLongIsTold() throws Exception {
    bed.publishPeer(new DirectPath(DataPlaneBed.PEER_ENDPOINT), 1_300, true);
    bed.systemSends(Packets.ipv4(ME4, PEER4, 253, new byte[1_301 - 20]));
    byte[] answer = bed.systemReceivesPacket();
    assertThat(Ipv4Packet.protocol(answer, 0)).isEqualTo(Ipv4Packet.ICMP);
    assertThat(PacketBytes.u16(answer, 26)).isEqualTo(1_300);
    bed.awaitCount(PacketCount.OUTBOUND_TOO_BIG, 1);
    byte[] longest = Packets.ipv4(ME4, PEER4, 253, new byte[1_300 - 20]);
    bed.systemSends(longest);
    assertThat(bed.peerReceives()).isEqualTo(longest);
  }

  @Test
  void nobodyIsToldWhileThePathIsBeingMeasured() throws Exception {
    bed.publishPeer(new DirectPath(DataPlaneBed.PEER_ENDPOINT), 1_200, false);
    byte[] packet = Packets.ipv4(ME4, PEER4, 253, new byte[1_400 - 20]);
    bed.systemSends(packet);
    assertThat(bed.peerReceivesPieces(2)).isEqualTo(packet);
  }

  @Test
  void packetsThatEveryLinkMustCarryTravelInPieces() throws Exception {
    bed.publishPeer(new DirectPath(DataPlaneBed.PEER_ENDPOINT), 517, true);
    byte[] packet = Packets.ipv6(ME6, PEER6, 253, 64, new byte[1_280 - 40]);
    bed.systemSends(packet);
    assertThat(bed.peerReceivesPieces(3)).isEqualTo(packet);
  }

  @Test
  void theEngineIsToldWhatTheInterfaceRefuses() throws Exception {
    bed.port.limit(1_000);
    bed.systemSends(Packets.ipv4(ME4, PEER4, 253, new byte[1_200]));
    assertThat(bed.inbox.next()).isEqualTo("too long 1251");
    bed.awaitCount(PacketCount.OUTBOUND_TOO_LONG, 1);
  }

  @Test
  void aRevokedPeerGetsNothingFromTheVeryNextPacket() throws Exception {
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    bed.peerReceives();
    bed.revoked.set(true);
    bed.systemSends(Packets.ipv4(ME4, PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_REVOKED, 1);
    bed.assertNothingPassed();
  }

  private void arp(byte[] packet) throws InterruptedException {
    bed.tap.sendFromSystem(
        Packets.frame(EthernetFrame.BROADCAST, TAP_MAC, EthernetFrame.TYPE_ARP, packet));
  }
}
