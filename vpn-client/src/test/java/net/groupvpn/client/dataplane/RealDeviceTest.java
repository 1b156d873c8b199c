package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import net.groupvpn.client.device.LinuxPacketIo;
import net.groupvpn.client.device.LinuxTap;
import net.groupvpn.client.device.LinuxUdpPort;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.DeviceConfigurator;
import net.groupvpn.client.os.ProcessCommandRunner;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.packet.IcmpEcho;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operating system's own echo requests, through a real device, to a simulated peer. */
@Timeout(60)
class RealDeviceTest {
  private static final int REACH_MILLIS = 10_000;

  @BeforeEach
  void needsRootAndTun() {
    assumeTrue(
        Files.isWritable(Path.of("/dev/net/tun")) && "root".equals(System.getProperty("user.name")),
        "SKIPPED: tests on real TAP devices need root and /dev/net/tun");
  }

  @Test
  void theSystemReachesAPeerAndTheServiceAddress() throws Exception {
    LinuxTap tap = LinuxTap.open("gvreal%d");
    LinuxUdpPort port = LinuxUdpPort.open(0, EnumSet.allOf(Offload.class));
    configure(tap.name());
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket socket = new DatagramSocket(0, loopback);
        DataPlaneBed bed =
            DataPlaneBed.onDevice(
                new LinuxPacketIo(tap, port), new Endpoint(loopback, socket.getLocalPort()))) {
      Thread peer = new Thread(() -> answerEchoes(bed, socket), "peer");
      peer.start();
      assertReachable(address(DataPlaneBed.PEER4));
      assertReachable(DataPlaneBed.PEER6.toInetAddress());
      assertReachable(address(DataPlaneBed.NETWORK.serviceAddress4()));
      assertReachable(DataPlaneBed.NETWORK.serviceAddress6().toInetAddress());
      assertThat(bed.plane.count(PacketCount.ANSWERED_ARP)).isPositive();
      assertThat(bed.plane.count(PacketCount.ANSWERED_NEIGHBOUR)).isPositive();
      socket.close();
      peer.join();
    }
  }

  private static void configure(String device) throws IOException {
    DeviceConfigurator configurator = new DeviceConfigurator(new ProcessCommandRunner());
    configurator.bringUp(device, DataPlane.INNER_MTU_BYTES);
    configurator.addAddress(
        device,
        new AddressPrefix(address(DataPlaneBed.ME4), DataPlaneBed.NETWORK.range().prefixBits()));
    configurator.addAddress(
        device, new AddressPrefix(DataPlaneBed.ME6.toInetAddress(), VirtualNetwork.PREFIX6_BITS));
  }

  private static InetAddress address(Ipv4Address address) throws IOException {
    return InetAddress.getByName(address.toString());
  }

  private static void assertReachable(InetAddress address) throws IOException {
    assertThat(address.isReachable(REACH_MILLIS)).as("echo from " + address).isTrue();
  }

  private static void answerEchoes(DataPlaneBed bed, DatagramSocket socket) {
    DatagramPacket datagram = new DatagramPacket(new byte[2_048], 2_048);
    try {
      while (true) {
        socket.receive(datagram);
        byte[] request = bed.openedByPeer(Arrays.copyOf(datagram.getData(), datagram.getLength()));
        byte[] answer = new byte[request.length];
        if (request[0] >>> 4 == 4 && IcmpEcho.isRequest4(request, 0)) {
          IcmpEcho.writeReply4(answer, 0, request, 0);
        } else if (request[0] >>> 4 == 6 && IcmpEcho.isRequest6(request, 0)) {
          IcmpEcho.writeReply6(answer, 0, request, 0);
        }
        byte[] sealed = bed.sealedByPeer(Packets.record(answer));
        socket.send(new DatagramPacket(sealed, sealed.length, datagram.getSocketAddress()));
      }
    } catch (IOException e) {
      assertThat(socket.isClosed()).as(e.toString()).isTrue();
    }
  }
}
