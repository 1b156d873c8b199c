package net.groupvpn.client.dataplane;

import static net.groupvpn.client.dataplane.DataPlaneBed.ME4;
import static net.groupvpn.client.dataplane.DataPlaneBed.NETWORK;
import static net.groupvpn.client.dataplane.DataPlaneBed.PEER4;
import static net.groupvpn.client.dataplane.DataPlaneBed.TAP_MAC;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.dhcp.DhcpReply;
import net.groupvpn.dhcpdns.dhcp.DhcpRequest;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.dhcpdns.packet.UdpDatagram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DHCP is answered on the device's link, and never crosses the group. */
class DhcpTest {
  private static final Ipv4Address NOBODY = new Ipv4Address(0);
  private static final Ipv4Address BROADCAST = new Ipv4Address(-1);
  private static final Ipv4Address SERVICE = NETWORK.serviceAddress4();
  private static final int UDP_AT = Ipv4Packet.MIN_HEADER_BYTES;
  private static final int SERVER = 67;
  private static final int CLIENT = 68;
  private static final long OTHER_MAC = 0x0200_0000_0099L;
  private static final byte[] MESSAGE = {1, 2, 3};

  private final BlockingQueue<DhcpRequest> requests = new LinkedBlockingQueue<>();
  private DataPlaneBed bed;

  @BeforeEach
  void aServerThatAnswersOne() {
    bed = DataPlaneBed.withPeer();
    bed.service =
        new LocalService() {
          @Override
          public boolean isServed(int port) {
            return false;
          }

          @Override
          public boolean onRequest(Request request, Reply reply) {
            return false;
          }

          @Override
          public boolean onDhcp(DhcpRequest request, Consumer<DhcpReply> answer) {
            requests.add(request);
            answer.accept(new DhcpReply(OTHER_MAC, ME4.bits(), new byte[] {7, 8, 9}));
            return true;
          }
        };
  }

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private static byte[] packet(Ipv4Address from, Ipv4Address to, int fromPort, int toPort) {
    byte[] packet = Packets.udp4(from, to, toPort, MESSAGE);
    PacketBytes.put16(packet, UDP_AT, fromPort);
    return packet;
  }

  private void assertAnswered() throws Exception {
    byte[] frame = bed.systemReceives();
    assertThat(EthernetFrame.destination(frame, 0)).isEqualTo(OTHER_MAC);
    assertThat(EthernetFrame.source(frame, 0)).isEqualTo(FrameWriter.ROUTER_MAC);
    byte[] answer = Arrays.copyOfRange(frame, EthernetFrame.HEADER_BYTES, frame.length);
    assertThat(Ipv4Packet.source(answer, 0)).isEqualTo(SERVICE.bits());
    assertThat(Ipv4Packet.destination(answer, 0)).isEqualTo(ME4.bits());
    assertThat(Ipv4Packet.isHeaderChecksumValid(answer, 0)).isTrue();
    assertThat(UdpDatagram.sourcePort(answer, UDP_AT)).isEqualTo(SERVER);
    assertThat(UdpDatagram.destinationPort(answer, UDP_AT)).isEqualTo(CLIENT);
    assertThat(PacketBytes.u16(answer, UDP_AT + 6)).isNotZero();
    assertThat(UdpDatagram.isChecksumValid4(answer, 0, UDP_AT)).isTrue();
    assertThat(answer).endsWith(7, 8, 9);
  }

  @Test
  void aClientWithoutAddressIsAnswered() throws Exception {
    bed.systemSends(packet(NOBODY, BROADCAST, CLIENT, SERVER));
    assertAnswered();
    DhcpRequest request = requests.take();
    assertThat(request.isOwn()).isTrue();
    assertThat(request.mac()).isEqualTo(TAP_MAC);
    assertThat(request.message()).containsExactly(1, 2, 3);
    bed.awaitCount(PacketCount.ANSWERED_DHCP, 1);
  }

  @Test
  void aRenewalToTheServersAddressIsAnswered() throws Exception {
    bed.systemSends(packet(ME4, SERVICE, CLIENT, SERVER));
    assertAnswered();
  }

  @Test
  void anotherMachineOnTheLinkIsKnownByItsAddress() throws Exception {
    byte[] packet = packet(NOBODY, BROADCAST, CLIENT, SERVER);
    bed.tap.sendFromSystem(
        Packets.frame(EthernetFrame.BROADCAST, OTHER_MAC, EthernetFrame.TYPE_IPV4, packet));
    assertAnswered();
    assertThat(requests.take()).extracting(DhcpRequest::isOwn).isEqualTo(false);
  }

  @Test
  void anUnfinishedChecksumIsFinishedAndAWrongOneIsNot() throws Exception {
    byte[] packet = packet(ME4, SERVICE, CLIENT, SERVER);
    PacketBytes.put16(packet, UDP_AT + 6, 0x1234);
    bed.systemSends(packet);
    bed.awaitCount(PacketCount.OUTBOUND_DHCP, 1);

    byte[] frame = Packets.frame(FrameWriter.ROUTER_MAC, TAP_MAC, EthernetFrame.TYPE_IPV4, packet);
    byte[] withHeader = new byte[VirtioHeader.BYTES + frame.length];
    System.arraycopy(frame, 0, withHeader, VirtioHeader.BYTES, frame.length);
    VirtioHeader.writePartial(withHeader, EthernetFrame.HEADER_BYTES + UDP_AT, 6);
    bed.tap.sendWithHeader(withHeader);
    assertAnswered();
  }

  @Test
  void noMessageLeavesForAnotherMember() throws Exception {
    bed.systemSends(packet(ME4, PEER4, CLIENT, SERVER));
    bed.systemSends(packet(ME4, PEER4, SERVER, CLIENT));
    bed.systemSends(packet(ME4, BROADCAST, SERVER, CLIENT));
    byte[] firstFragment = packet(ME4, PEER4, CLIENT, SERVER);
    PacketBytes.put16(firstFragment, 6, 0x2000);
    bed.systemSends(firstFragment);
    bed.awaitCount(PacketCount.OUTBOUND_DHCP, 4);
    assertThat(requests).isEmpty();
    bed.assertNothingPassed();
  }

  @Test
  void noMessageOfAnotherMemberArrives() throws Exception {
    bed.peerSends(packet(PEER4, ME4, SERVER, CLIENT));
    bed.peerSends(packet(PEER4, ME4, CLIENT, SERVER));
    bed.awaitCount(PacketCount.INBOUND_DHCP, 2);
    bed.assertNothingPassed();
  }

  @Test
  void aFloodIsNotPassedOn() throws Exception {
    int sent = DhcpAnswers.BURST + 50;
    for (int i = 0; i < sent; i++) {
      bed.systemSends(packet(NOBODY, BROADCAST, CLIENT, SERVER));
    }
    bed.awaitCount(PacketCount.OUTBOUND_DHCP, 50);
    assertThat(requests).hasSize(DhcpAnswers.BURST);
  }
}
