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
import net.groupvpn.dhcpdns.packet.ArpPacket;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
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
    sends(OTHER_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(MACHINE, PEER4));
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(new Ipv4Address(0), PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 2);
    bed.assertNothingPassed();
  }

  @Test
  void nobodyElseOnTheBridgeSendsAsThisMachine() throws Exception {
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
    bed.peerSends(Packets.ipv4(MACHINE, ME4));
    bed.awaitCount(PacketCount.INBOUND_SOURCE, 1);
    bed.assertNothingPassed();
  }

  @Test
  void itIsToldWhereOthersAreAndAnswersForItself() throws Exception {
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
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.echo4(MACHINE, NETWORK.serviceAddress4()));
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(MACHINE_MAC);
    assertThat(Ipv4Packet.destination(frame, EthernetFrame.HEADER_BYTES)).isEqualTo(MACHINE.bits());
  }

  @Test
  void afterItsLeaseItsAddressIsNobodys() throws Exception {
    bed.plane.publishMachines(MachineTable.NONE);
    sends(MACHINE_MAC, EthernetFrame.TYPE_IPV4, Packets.ipv4(MACHINE, PEER4));
    bed.awaitCount(PacketCount.OUTBOUND_SOURCE, 1);
    bed.peerSends(Packets.ipv4(PEER4, MACHINE));
    bed.awaitCount(PacketCount.INBOUND_DESTINATION, 1);
    bed.assertNothingPassed();
  }
}
