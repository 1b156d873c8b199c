package net.groupvpn.dhcpdns.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ipv6HeadersTest {
  private static final int AT = 5;

  private static byte[] packet(int next, int... payload) {
    byte[] bytes = new byte[AT + Ipv6Packet.HEADER_BYTES + payload.length];
    Ipv6Packet.writeHeader(bytes, AT, next, 64, payload.length);
    for (int i = 0; i < payload.length; i++) {
      bytes[AT + Ipv6Packet.HEADER_BYTES + i] = (byte) payload[i];
    }
    return bytes;
  }

  private static void assertUdpAt(int header, byte[] bytes) {
    long found = Ipv6Headers.find(bytes, AT);
    assertThat(Ipv6Headers.protocol(found)).isEqualTo(Ipv6Packet.UDP);
    assertThat(Ipv6Headers.offset(found)).isEqualTo(AT + Ipv6Packet.HEADER_BYTES + header);
  }

  @Test
  void whatIsBehindExtensionHeadersIsFound() {
    assertUdpAt(0, packet(17, 1, 2, 3, 4, 5, 6, 7, 8));
    for (int each : new int[] {0, 43, 60, 135, 139, 140}) {
      assertUdpAt(8, packet(each, 17, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9));
    }
    assertUdpAt(16, packet(60, 17, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9));
    assertUdpAt(12, packet(51, 17, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9));
    assertUdpAt(
        16, packet(60, 44, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 1, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9));
  }

  @Test
  void laterFragmentsAndWhatIsEncryptedShowNothing() {
    byte[] later = packet(44, 17, 0, 0, 8, 0, 0, 0, 0, 9, 9);
    assertThat(Ipv6Headers.find(later, AT)).isEqualTo(Ipv6Headers.HIDDEN);
    assertThat(Ipv6Headers.find(packet(50, 1, 2, 3), AT)).isEqualTo(Ipv6Headers.HIDDEN);
    assertThat(Ipv6Headers.find(packet(59), AT)).isEqualTo(Ipv6Headers.HIDDEN);
  }

  @Test
  void headersThatAreCutOrTooManyAreSaidToBe() {
    assertThat(Ipv6Headers.find(packet(60, 17, 0), AT)).isEqualTo(Ipv6Headers.CUT);
    assertThat(Ipv6Headers.find(packet(60, 17, 4, 0, 0, 0, 0, 0, 0), AT))
        .isEqualTo(Ipv6Headers.CUT);
    int[] many = new int[8 * (Ipv6Headers.MAX_HEADERS + 1)];
    for (int i = 0; i < many.length; i += 8) {
      many[i] = i + 8 == many.length ? 17 : 60;
    }
    assertThat(Ipv6Headers.find(packet(60, many), AT)).isEqualTo(Ipv6Headers.CUT);
    assertUdpAt(many.length - 8, packet(60, Arrays.copyOfRange(many, 8, many.length)));
  }

  @Test
  void whateverIsThereNothingIsReadBeyondThePacket() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      int[] payload = random.ints(random.nextInt(64), 0, 256).toArray();
      byte[] bytes = packet(new int[] {0, 43, 44, 51, 60, 135}[random.nextInt(6)], payload);
      long found = Ipv6Headers.find(bytes, AT);
      if (found >= 0) {
        assertThat(Ipv6Headers.offset(found)).isBetween(AT, bytes.length);
      }
    }
  }
}
