package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NatPmpReplyTest {
  private static final String ADDRESS = "0080000000002710c6336407";
  private static final String MAPPED = "00810000000027101ce89c40000004b0";

  private static @Nullable NatPmpReply read(String hex) {
    return NatPmpReply.read(HexFormat.of().parseHex(hex));
  }

  @Test
  void requestsAreAsTheRfcHasThem() {
    assertThat(HexFormat.of().formatHex(NatPmpReply.addressRequest())).isEqualTo("0000");
    assertThat(HexFormat.of().formatHex(NatPmpReply.mapRequest(OwnPort.udp(7_400), 40_000, 1_200)))
        .isEqualTo("000100001ce89c40000004b0");
    assertThat(HexFormat.of().formatHex(NatPmpReply.mapRequest(OwnPort.tcp(7_400), 40_000, 1_200)))
        .isEqualTo("000200001ce89c40000004b0");
  }

  @Test
  void answersAreRead() throws Exception {
    assertThat(read(ADDRESS))
        .isEqualTo(new NatPmpReply.Address(InetAddress.getByName("198.51.100.7")));
    assertThat(read(MAPPED))
        .isEqualTo(new NatPmpReply.Mapped(NatPmpReply.MAP_UDP, 7_400, 40_000, 1_200));
    assertThat(read("0082" + MAPPED.substring(4)))
        .isEqualTo(new NatPmpReply.Mapped(NatPmpReply.MAP_TCP, 7_400, 40_000, 1_200));
  }

  @Test
  void refusalsAreReadWhateverTheirLength() {
    assertThat(read("0081000200002710")).isEqualTo(new NatPmpReply.Refused(1, 2));
    assertThat(read("00810002000027101ce8000000000000")).isEqualTo(new NatPmpReply.Refused(1, 2));
  }

  @Test
  void whatIsCutOrLongerOrOfAnotherKindIsMalformed() {
    for (String whole : new String[] {ADDRESS, MAPPED}) {
      byte[] bytes = HexFormat.of().parseHex(whole);
      for (int length = 0; length < bytes.length; length++) {
        assertThat(NatPmpReply.read(Arrays.copyOf(bytes, length))).isNull();
      }
      assertThat(read(whole + "00")).isNull();
    }
    assertThat(read("01" + MAPPED.substring(2))).isNull();
    assertThat(read("0083" + MAPPED.substring(4))).isNull();
    assertThat(read("0001" + MAPPED.substring(4))).isNull();
  }

  @Test
  void noBytesBreakIt() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = 0;
        bytes[1] = (byte) (0x80 + random.nextInt(4));
      }
      NatPmpReply reply = NatPmpReply.read(bytes);
      assertThat(reply == null || reply.answeredOpcode() <= NatPmpReply.MAP_TCP).isTrue();
    }
  }
}
