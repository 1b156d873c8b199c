package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.groupvpn.client.device.VirtioHeader;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with a simple reference that copies: what a network card would make of the same frame.
 */
class SegmenterTest {
  private static final int PATH_BYTES = 1_400;

  private final Random random = new Random(7);
  private final Segmenter segmenter = new Segmenter();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tcpIsCutAsANetworkCardWould(boolean isIpv6) {
    for (int length : new int[] {1_001, 2_000, 30_000, 64_000}) {
      byte[] whole =
          Flows.tcp(
              new Flows.Tcp(
                  isIpv6,
                  -5_000,
                  Flows.ACK | Flows.PSH | Flows.FIN | Flows.CWR | Flows.ECE,
                  0xfffe),
              Flows.randomBytes(random, length));
      byte[] frame = Flows.superFrame(whole, 86, 1_000);
      assertThat(packets(frame, PATH_BYTES)).containsExactlyElementsOf(Flows.cut(frame));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void udpIsCutAtItsDatagrams(boolean isIpv6) {
    byte[] whole = Flows.udp(isIpv6, Flows.randomBytes(random, 5 * 700 + 30), 9);
    byte[] frame = Flows.superFrame(whole, 62, 700);
    List<byte[]> expected = Flows.cut(frame);
    assertThat(packets(frame, PATH_BYTES)).hasSize(6).containsExactlyElementsOf(expected);
    // Datagrams are never cut, even where the path is narrower.
    assertThat(packets(frame, 500)).containsExactlyElementsOf(expected);
  }

  @Test
  void aNarrowPathGetsSmallerSegmentsThanTheKernelMeant() {
    byte[] payload = Flows.randomBytes(random, 10_000);
    byte[] whole = Flows.tcp(new Flows.Tcp(false, 1, Flows.ACK, 3), payload);
    byte[] frame = Flows.superFrame(whole, 66, 1_380);
    List<byte[]> packets = packets(frame, 517);
    byte[] joined = new byte[0];
    for (byte[] packet : packets) {
      assertThat(packet.length).isLessThanOrEqualTo(517);
      assertThat(PacketBytes.i32(packet, 24)).isEqualTo(1 + joined.length);
      int before = joined.length;
      joined = Arrays.copyOf(joined, before + packet.length - 52);
      System.arraycopy(packet, 52, joined, before, packet.length - 52);
    }
    assertThat(joined).isEqualTo(payload);
  }

  @Test
  void aSinglePacketKeepsItsUnfinishedChecksumOnlyIfTheReceiverFindsIt() {
    byte[] open = Flows.superFrame(Flows.udp(false, new byte[100], 1), 0, 0);
    VirtioHeader.writeSegmentation(open, VirtioHeader.GSO_NONE, 0, 0);
    byte[] sent = open.clone();
    assertThat(packets(sent, PATH_BYTES)).containsExactlyElementsOf(Flows.cut(open));

    // As for a protocol that the receiver does not parse: UDP-Lite's number.
    byte[] hidden = open.clone();
    hidden[Frame.IP + 9] = (byte) 136;
    Frame frame = new Frame(hidden);
    assertThat(segmenter.begin(frame, frame.packetBytes())).isTrue();
    assertThat(segmenter.next(PATH_BYTES)).isTrue();
    assertThat(hidden[Frame.RECORD]).isEqualTo((byte) DataFrame.IP_PACKET);
    byte[] expected = Flows.cut(open).get(0);
    assertThat(PacketBytes.u16(hidden, Frame.IP + 26)).isEqualTo(PacketBytes.u16(expected, 26));
  }

  @Test
  void headersThatMakeNoSenseAreRefused() {
    byte[] good =
        Flows.superFrame(
            Flows.tcp(new Flows.Tcp(false, 1, Flows.ACK, 3), new byte[3_000]), 66, 900);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int change = 0; change < 3; change++) {
        bytes[random.nextInt(90)] = (byte) random.nextInt();
      }
      Frame frame = new Frame(bytes);
      if (!Ipv4Packet.isValid(bytes, Frame.IP, frame.packetBytes())
          || !segmenter.begin(frame, Ipv4Packet.totalBytes(bytes, Frame.IP))) {
        continue;
      }
      int packets = 0;
      while (segmenter.next(PATH_BYTES)) {
        assertThat(segmenter.start() + segmenter.length()).isLessThanOrEqualTo(bytes.length);
        packets++;
      }
      assertThat(packets).isBetween(1, 3_000);
    }
  }

  /** All packets of a frame with finished checksums, each in the form that would be sealed. */
  private List<byte[]> packets(byte[] bytes, int pathBytes) {
    List<byte[]> packets = new ArrayList<>();
    Frame frame = new Frame(bytes.clone());
    assertThat(segmenter.begin(frame, frame.packetBytes())).isTrue();
    while (segmenter.next(pathBytes)) {
      int start = segmenter.start();
      byte[] packet = Arrays.copyOfRange(frame.bytes, start, start + segmenter.length());
      boolean partial =
          frame.bytes[start - 1] == (byte) (DataFrame.IP_PACKET | DataFrame.PARTIAL_CHECKSUM);
      assertThat(partial || frame.bytes[start - 1] == DataFrame.IP_PACKET).isTrue();
      packets.add(partial ? Flows.finished(packet) : packet);
      // Sealed by now: the next packet may overwrite it.
      Arrays.fill(frame.bytes, Frame.IP, start + segmenter.length(), (byte) 0xee);
    }
    return packets;
  }
}
