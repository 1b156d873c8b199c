package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.ME6;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER6;
import static net.groupvpn.client.dataplane.DataPlaneBed.TAP_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.ArpPacket;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets of and to a machine behind the device. */
class MachineTrafficTest {
  private static final Ipv4Address MACHINE = Ipv4Address.parse("10.128.0.77");
  private static final long MACHINE_MAC = 0x0200_0000_0099L;
  private static final long OTHER_MAC = 0x0200_0000_0098L;
  private static final long BRIDGE_MAC = 0x0200_0000_0055L;

  private DataPlaneBed bed;

  @BeforeEach
  void aMachine() {
    bed = DataPlaneBed.withPeer();
    bed.plane.publishMachines(new MachineTable(Map.of(MACHINE, MACHINE_MAC)));
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private void sends(long mac, int type, byte[] packet) throws Exception {
    bed.tap.sendFromSystem(Packets.frame(FrameWriter.ROUTER_MAC, mac, type, packet));
  }

  @Test
  void whatItSendsReachesThePeer() throws Exception {
    byte[] packet = Packets.ipv4(MACHINE, PEER4);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, packet);
    assertThat(bed.peerReceives()).isEqualTo(packet);
  }

  @Test
  void nobodyElseOnTheLinkSendsFromItsAddress() throws Exception {
    takeAdvertisement();
    sends(OTHER_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(MACHINE, PEER4));
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(new Ipv4Address(0), PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 2);
    bed.assertNothingPassed();
  }

  @Test
  void nobodyElseOnTheBridgeSendsAsThisMachine() throws Exception {
    takeAdvertisement();
    bed.plane.publishBridge(BRIDGE_MAC);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(ME4, PEER4));
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.ipv6(ME6, PEER6));
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.echo4(ME4, NETWORK.serviceAddress4()));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 3);
    bed.assertNothingPassed();
    byte[] own4 = Packets.ipv4(ME4, PEER4);
    sends(BRIDGE_MAC, EthernetFrame.TYPE_IPV4, own4);
    assertThat(bed.peerReceives()).isEqualTo(own4);
    byte[] own6 = Packets.ipv6(ME6, PEER6);
    sends(BRIDGE_MAC, EthernetFrame.TYPE_IPV6, own6);
    assertThat(bed.peerReceives()).isEqualTo(own6);
  }

  @Test
  void nobodyElseOnTheBridgeOfAGatewaySendsAsTheInternet() throws Exception {
    takeAdvertisement();
    bed.plane.publishExits(new Exits(null, null, 0, true));
    bed.plane.publishBridge(BRIDGE_MAC);
    byte[] answer = Packets.ipv4(Ipv4Address.parse("192.0.2.200"), PEER4);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, answer);
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 1);
    sends(BRIDGE_MAC, EthernetFrame.TYPE_IPV4, answer);
    assertThat(bed.peerReceives()).isEqualTo(answer);
  }

  @Test
  void whatPeersSendGoesToItsEthernetAddress() throws Exception {
    takeAdvertisement();
    byte[] packet = Packets.ipv4(PEER4, MACHINE);
    bed.peerSends(packet);
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(Arrays.copyOfRange(frame, EthernetFrame.HEADER_BYTES, frame.length))
        .isEqualTo(packet);
    bed.peerSends(Packets.ipv4(PEER4, ME4));
    assertThat(EthernetFrame.destination(bed.systemReceives(), 0)).isEqualTo(TAP_MAC);
  }

  @Test
  void noPeerMayUseItsAddress() throws Exception {
    takeAdvertisement();
    bed.peerSends(Packets.ipv4(MACHINE, ME4));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
    bed.assertNothingPassed();
  }

  @Test
  void itIsToldWhereOthersAreAndAnswersForItself() throws Exception {
    takeAdvertisement();
    sends(MACHINE_MAC, EthernetFrame.TYPE_ARP, Packets.arpRequest(MACHINE_MAC, MACHINE, PEER4));
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(ArpPacket.senderMac(frame, EthernetFrame.HEADER_BYTES))
        .isEqualTo(FrameWriter.ROUTER_MAC);

    sends(TAP_MAC, EthernetFrame.TYPE_ARP, Packets.arpRequest(TAP_MAC, ME4, MACHINE));
    bed.awaitCount(PacketCount.OUTBOUND_ARP, 1);
    bed.assertNothingPassed();
  }

  @Test
  void theServiceAddressAnswersIt() throws Exception {
    takeAdvertisement();
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.echo4(MACHINE, NETWORK.serviceAddress4()));
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(Ipv4Packet.destination(frame, EthernetFrame.HEADER_BYTES)).isEqualTo(MACHINE.bits());
  }

  @Test
  void afterItsLeaseItsAddressIsNobodys() throws Exception {
    takeAdvertisement();
    bed.plane.publishMachines(MachineTable.NONE);
    takeAdvertisement();
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(MACHINE, PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 1);
    bed.peerSends(Packets.ipv4(PEER4, MACHINE));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 1);
    bed.assertNothingPassed();
  }

  private static Ipv6Address address6(Ipv4Address machine, long host) {
    return new Ipv6Address(NETWORK.machineHigh(machine), host);
  }

  /** Skips what it is told of its prefix when it comes. */
  private void takeAdvertisement() throws Exception {
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(frame[EthernetFrame.HEADER_BYTES + Ipv6Packet.HEADER_BYTES]).isEqualTo((byte) 134);
  }

  @Test
  void itIsToldThePrefixOfItsIpv6AddressesAtOnceAndWhenItAsks() throws Exception {
    byte[] told = bed.systemReceives();
    Ipv6Address linkLocal = new Ipv6Address(0xfe80_0000_0000_0000L, 9);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.routerSolicitation(linkLocal));
    byte[] answer = bed.systemReceives();
    assertThat(answer).isEqualTo(told);
    assertThat(EthernetFrame.destination(answer, 0)).isEqualTo(MACHINE_MAC);
    int icmp = EthernetFrame.HEADER_BYTES + Ipv6Packet.HEADER_BYTES;
    assertThat(answer[icmp]).isEqualTo((byte) 134);
    assertThat(PacketBytes.u16(answer, icmp + 6)).as("no default router").isZero();
    int link = icmp + 32;
    assertThat(answer[link + 2]).isEqualTo((byte) 47);
    assertThat(answer[link + 3]).as("on link").isEqualTo((byte) 0x80);
    assertThat(answer[link + 32 + 2]).isEqualTo((byte) 64);
    assertThat(answer[link + 32 + 3]).as("autonomous").isEqualTo((byte) 0x40);
    assertThat(PacketBytes.i64(answer, link + 32 + 16)).isEqualTo(NETWORK.machineHigh(MACHINE));

    sends(OTHER_MAC, EthernetFrame.TYPE_IPV6, Packets.routerSolicitation(linkLocal));
    bed.awaitCount(PacketCount.OUTBOUND_MULTICAST, 1);
    bed.assertNothingPassed();
  }

  @Test
  void afterItsLeaseItIsToldToUseItsPrefixNoLonger() throws Exception {
    takeAdvertisement();
    bed.plane.publishMachines(MachineTable.NONE);
    byte[] told = bed.systemReceives();
    int prefix = EthernetFrame.HEADER_BYTES + Ipv6Packet.HEADER_BYTES + 64;
    assertThat(PacketBytes.i32(told, prefix + 8)).as("preferred").isZero();
    assertThat(PacketBytes.i64(told, prefix + 16)).isEqualTo(NETWORK.machineHigh(MACHINE));
  }

  @Test
  void allAddressesOfItsPrefixAreItsOwnAndNoOthers() throws Exception {
    takeAdvertisement();
    byte[] packet = Packets.ipv6(address6(MACHINE, 0x1234), PEER6);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, packet);
    assertThat(bed.peerReceives()).isEqualTo(packet);
    sends(OTHER_MAC, EthernetFrame.TYPE_IPV6, packet);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.ipv6(address6(PEER4, 1), PEER6));
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.ipv6(address6(ME4, 1), PEER6));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 3);
    bed.assertNothingPassed();
    byte[] answer = Packets.ipv6(PEER6, address6(MACHINE, 0x1234));
    bed.peerSends(answer);
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(Arrays.copyOfRange(frame, EthernetFrame.HEADER_BYTES, frame.length))
        .isEqualTo(answer);
  }

  @Test
  void aMachineBehindAPeerHasTheIpv6AddressesOfItsIpv4Address() throws Exception {
    takeAdvertisement();
    Ipv6Address theirs = address6(PEER4, 7);
    byte[] packet = Packets.ipv6(address6(MACHINE, 1), theirs);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, packet);
    assertThat(bed.peerReceives()).isEqualTo(packet);
    byte[] own = Packets.ipv6(ME6, theirs);
    bed.systemSends(own);
    assertThat(bed.peerReceives()).isEqualTo(own);
    byte[] answer = Packets.ipv6(theirs, ME6);
    bed.peerSends(answer);
    assertThat(bed.systemReceivesPacket()).isEqualTo(answer);
  }

  @Test
  void noPeerUsesIpv6AddressesOfAMachineThatIsNotItsOwn() throws Exception {
    takeAdvertisement();
    bed.routes.put(DataPlaneBed.STRANGER4, DataPlaneBed.STRANGER, 1, DataPlaneBed.HOUR);
    bed.peerSends(Packets.ipv6(address6(DataPlaneBed.STRANGER4, 1), ME6));
    bed.peerSends(Packets.ipv6(address6(MACHINE, 1), ME6));
    bed.peerSends(Packets.ipv6(address6(ME4, 1), ME6));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 3);
    bed.peerSends(Packets.ipv6(address6(NETWORK.serviceAddress4(), 1), ME6));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 4);
    bed.peerSends(Packets.ipv6(PEER6, address6(ME4, 1)));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 1);
    bed.assertNothingPassed();
  }

  /** Until the engine has asked a quorum who has the IPv4 address. */
  @Test
  void aPacketOfAMachineWithAnUnknownOwnerWaits() throws Exception {
    takeAdvertisement();
    byte[] packet = Packets.ipv6(address6(DataPlaneBed.STRANGER4, 1), ME6);
    bed.peerSends(packet);
    bed.awaitCount(PacketCount.HELD_INBOUND, 1);
    bed.routes.put(DataPlaneBed.STRANGER4, DataPlaneBed.PEER, 1, DataPlaneBed.HOUR);
    assertThat(bed.systemReceivesPacket()).isEqualTo(packet);
  }

  @Test
  void itIsToldWhereMachinesBehindOthersAreByIpv6() throws Exception {
    takeAdvertisement();
    Ipv6Address own = address6(MACHINE, 1);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.solicitation(own, address6(PEER4, 7)));
    assertThat(EthernetFrame.source(bed.systemReceives(), 0)).isEqualTo(FrameWriter.ROUTER_MAC);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV6, Packets.solicitation(own, address6(MACHINE, 7)));
    bed.awaitCount(PacketCount.OUTBOUND_MULTICAST, 1);
    bed.assertNothingPassed();
  }
}
