package net.groupvpn.dhcpdns.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {
  @Test
  void theExampleOfRfc1071AddsUp() {
    byte[] data = HexFormat.of().parseHex("0001f203f4f5f6f7");
    assertThat(InternetChecksum.finish(InternetChecksum.sum(data, 0, data.length)))
        .isEqualTo(~0xddf2 & 0xffff);
  }

  @Test
  void aKnownIpv4HeaderIsAccepted() {
    byte[] header = HexFormat.of().parseHex("45000073000040004011b861c0a80001c0a800c7");
    assertThat(Ipv4Packet.isHeaderChecksumValid(header, 0)).isTrue();
    header[19]++;
    assertThat(Ipv4Packet.isHeaderChecksumValid(header, 0)).isFalse();
  }

  @Test
  void aSumOverDataWithItsChecksumIsZero() {
    SplittableRandom random = new SplittableRandom(2);
    for (int round = 0; round < 1_000; round++) {
      byte[] data = new byte[2 + random.nextInt(3_000)];
      random.nextBytes(data);
      PacketBytes.put16(data, 0, 0);
      int checksum = InternetChecksum.finish(InternetChecksum.sum(data, 0, data.length));
      PacketBytes.put16(data, 0, checksum);
      assertThat(InternetChecksum.finish(InternetChecksum.sum(data, 0, data.length))).isZero();
    }
  }
}
