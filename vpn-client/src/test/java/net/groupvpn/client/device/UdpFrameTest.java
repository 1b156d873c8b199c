package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.groupvpn.dhcpdns.packet.EthernetFrame;
import net.groupvpn.dhcpdns.packet.InternetChecksum;
import net.groupvpn.dhcpdns.packet.Ipv4Packet;
import net.groupvpn.dhcpdns.packet.Ipv6Packet;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link OwnFrame} writes, {@link UdpFrame} reads. */
class UdpFrameTest {
  private static final int IP = VirtioHeader.BYTES + EthernetFrame.HEADER_BYTES;
  private static final long OWN = 0x0200_0000_0005L;
  private static final long ROUTER = 0x0200_0000_0001L;

  private final byte[] out = new byte[PacketSocket.MAX_FRAME_BYTES];
  private final byte[] payload = new byte[3_000];

  UdpFrameTest() {
    new Random(7).nextBytes(payload);
  }

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text));
  }

  private int write(String from, String to, int length, int segment) {
    OwnFrame.Ends ends =
        new OwnFrame.Ends(OWN, ROUTER, address(from), 7_400, new Endpoint(address(to), 7_500));
    return OwnFrame.write(out, ends, payload, 0, length, segment);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.5,203.0.113.7,1200,1200",
    "192.0.2.5,203.0.113.7,3000,1400",
    "192.0.2.5,203.0.113.7,0,1",
    "2001:db8::5,2001:db8::7,1200,1200",
    "2001:db8::5,2001:db8::7,3000,1400"
  })
  void aFrameIsReadAsItWasWritten(String from, String to, int length, int segment) {
    int written = write(from, to, length, segment);
    assertThat(EthernetFrame.destination(out, VirtioHeader.BYTES)).isEqualTo(ROUTER);
    assertThat(EthernetFrame.source(out, VirtioHeader.BYTES)).isEqualTo(OWN);
    UdpFrame read = Objects.requireNonNull(UdpFrame.parse(out, written));
    assertThat(read.from()).isEqualTo(new Endpoint(address(from), 7_400));
    assertThat(read.payloadBytes()).isEqualTo(length);
    assertThat(read.segmentBytes()).isEqualTo(length > segment ? segment : Math.max(1, length));
    assertThat(Arrays.copyOfRange(out, read.payloadAt(), read.payloadAt() + length))
        .isEqualTo(Arrays.copyOf(payload, length));
    byte[] asked = address(to).getAddress();
    assertThat(Arrays.copyOfRange(read.asked(), 16 - asked.length, 16)).isEqualTo(asked);
  }

  /** The kernel adds the sum of the rest, which makes the checksum of the whole. */
  @ParameterizedTest
  @CsvSource({"192.0.2.5,203.0.113.7", "2001:db8::5,2001:db8::7"})
  void theChecksumIsReadyToBeFinished(String from, String to) {
    write(from, to, 1_001, 1_001);
    assertThat(VirtioHeader.needsChecksum(out)).isTrue();
    int udp = VirtioHeader.BYTES + VirtioHeader.checksumStart(out);
    int udpBytes = 8 + 1_001;
    int sum = InternetChecksum.finish(InternetChecksum.sum(out, udp, udpBytes));
    PacketBytes.put16(out, udp + VirtioHeader.checksumOffset(out), sum);
    long pseudo =
        from.indexOf(':') < 0
            ? InternetChecksum.pseudoHeader4(out, IP, Ipv4Packet.UDP, udpBytes)
            : InternetChecksum.pseudoHeader6(out, IP, Ipv6Packet.UDP, udpBytes);
    assertThat(InternetChecksum.finish(pseudo + InternetChecksum.sum(out, udp, udpBytes))).isZero();
  }

  /** Whatever a neighbour sends. */
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.5", "2001:db8::5"})
  void damagedFramesAreNeverReadBeyondTheirEnd(String from) {
    Random random = new Random(11);
    int whole = write(from, from, 200, 200);
    byte[] good = Arrays.copyOf(out, whole);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = good.clone();
      for (int flip = 0; flip <= random.nextInt(4); flip++) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(frame.length + 1);
      UdpFrame read = UdpFrame.parse(frame, length);
      if (read != null) {
        assertThat(read.payloadAt() + read.payloadBytes()).isLessThanOrEqualTo(length);
        assertThat(read.segmentBytes()).isPositive();
      }
    }
  }
}
