package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

class OwnDatagramsTest {
  private static final int OWN_PORT = 7_400;
  private static final int OTHER_CLIENTS_PORT = 7_401;
  private static final int SOMEBODYS_PORT = 40_000;
  private static final int UDP_HEADER_BYTES = 8;
  private static final int LATER_FRAGMENT = 100;
  private static final Ipv4Address FROM = Ipv4Address.parse("10.128.0.7");
  private static final Ipv4Address TO = Ipv4Address.parse("10.128.0.8");
  private static final Ipv6Address FROM6 = new Ipv6Address(0xfd00_0000_0000_0000L, 7);
  private static final Ipv6Address TO6 = new Ipv6Address(0xfd00_0000_0000_0000L, 8);

  private final OwnDatagrams own = new OwnDatagrams(OWN_PORT);

  private boolean isOwn(byte[] packet) {
    return own.isOne(packet, 0, packet.length);
  }

  private static byte[] transport(int sourcePort) {
    byte[] header = new byte[UDP_HEADER_BYTES + 1];
    PacketBytes.put16(header, 0, sourcePort);
    PacketBytes.put16(header, 2, OWN_PORT);
    PacketBytes.put16(header, 4, header.length);
    return header;
  }

  private static byte[] udp4(int sourcePort) {
    return Packets.ipv4(FROM, TO, Ipv4Packet.UDP, transport(sourcePort));
  }

  @Test
  void whatComesFromTheClientsPortIsItsOwn() {
    assertThat(isOwn(udp4(OWN_PORT))).isTrue();
    assertThat(isOwn(Packets.ipv6(FROM6, TO6, Ipv4Packet.UDP, 64, transport(OWN_PORT)))).isTrue();
  }

  @Test
  void whatIsSentToSuchAPortByOthersIsNot() {
    assertThat(isOwn(udp4(SOMEBODYS_PORT))).isFalse();
    assertThat(isOwn(Packets.ipv6(FROM6, TO6, Ipv4Packet.UDP, 64, transport(SOMEBODYS_PORT))))
        .isFalse();
  }

  @Test
  void theDatagramsOfThisMachinesOtherClientsAreOwnToo() {
    assertThat(isOwn(udp4(OTHER_CLIENTS_PORT))).isFalse();
    own.setPorts(List.of(OWN_PORT, OTHER_CLIENTS_PORT));
    assertThat(isOwn(udp4(OTHER_CLIENTS_PORT))).isTrue();
    assertThat(isOwn(udp4(OWN_PORT))).isTrue();
  }

  @Test
  void tcpFromSuchAPortIsNoDatagram() {
    assertThat(isOwn(Packets.ipv4(FROM, TO, Ipv4Packet.TCP, transport(OWN_PORT)))).isFalse();
  }

  @Test
  void aLaterFragmentHasNoPorts() {
    byte[] fragment = udp4(OWN_PORT);
    PacketBytes.put16(fragment, 6, LATER_FRAGMENT);
    assertThat(isOwn(fragment)).isFalse();
  }
}
