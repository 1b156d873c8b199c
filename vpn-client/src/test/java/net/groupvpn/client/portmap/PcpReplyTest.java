package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcpReplyTest {
  private static final byte[] NONCE = HexFormat.of().parseHex("000102030405060708090a0b");
  private static final byte[] ANSWER =
      HexFormat.of()
          .parseHex(
              "02810000000004b00000271000000000000000000000000"
                  + "0000102030405060708090a0b110000001ce89c40"
                  + "00000000000000000000ffffc6336407");

  private static byte[] with(int at, int value) {
    byte[] changed = ANSWER.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @Test
  void aRequestIsAsTheRfcHasIt() throws Exception {
    Inet4Address own = (Inet4Address) InetAddress.getByName("192.168.1.2");
    assertThat(
            HexFormat.of()
                .formatHex(PcpMessages.map(own, NONCE, OwnPort.udp(7_400), 40_000, 1_200)))
        .isEqualTo(
            "02010000000004b000000000000000000000ffffc0a80102"
                + "000102030405060708090a0b110000001ce89c40"
                + "00000000000000000000ffff00000000");
    byte[] forConnections = PcpMessages.map(own, NONCE, OwnPort.tcp(7_400), 40_000, 1_200);
    assertThat(HexFormat.of().formatHex(forConnections)).contains("0a0b060000001ce8");
  }

  @Test
  void anAnswerIsRead() throws Exception {
    PcpReply reply = Objects.requireNonNull(PcpReply.read(ANSWER));
    assertThat(reply.resultCode()).isZero();
    assertThat(reply.lifetimeSeconds()).isEqualTo(1_200);
    PcpReply.Mapping mapping = Objects.requireNonNull(reply.mapping());
    assertThat(mapping.nonce()).isEqualTo(NONCE);
    assertThat(mapping.protocol()).isEqualTo(OwnPort.Transport.UDP.protocolNumber());
    assertThat(mapping.internalPort()).isEqualTo(7_400);
    assertThat(mapping.externalPort()).isEqualTo(40_000);
    assertThat(mapping.external()).isEqualTo(InetAddress.getByName("198.51.100.7"));
  }

  @Test
  void aLifetimeHasNoSign() {
    PcpReply reply = Objects.requireNonNull(PcpReply.read(with(4, 0xFF)));
    assertThat(reply.lifetimeSeconds()).isEqualTo(0xFF0004B0L);
  }

  @Test
  void whatIsCutIsMalformed() {
    for (int length = 0; length < ANSWER.length; length++) {
      assertThat(PcpReply.read(Arrays.copyOf(ANSWER, length))).as("%d bytes", length).isNull();
    }
    assertThat(PcpReply.read(Arrays.copyOf(ANSWER, UdpExchange.MAX_BYTES + 4))).isNull();
  }

  @Test
  void otherVersionsAndOperationsAndRequestsAreMalformed() {
    assertThat(PcpReply.read(with(0, 3))).isNull();
    assertThat(PcpReply.read(with(1, 0x82))).isNull();
    assertThat(PcpReply.read(with(1, 0x01))).isNull();
  }

  @Test
  void aRefusalMayBeTheHeaderAlone() {
    PcpReply refusal = Objects.requireNonNull(PcpReply.read(Arrays.copyOf(with(3, 2), 24)));
    assertThat(refusal.resultCode()).isEqualTo(2);
    assertThat(refusal.mapping()).isNull();
  }

  @Test
  void aRouterWithNatPmpAloneSaysSo() {
    PcpReply refusal =
        Objects.requireNonNull(PcpReply.read(HexFormat.of().parseHex("0081000100002710")));
    assertThat(refusal.resultCode()).isNotZero();
  }

  @Test
  void noBytesBreakIt() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && random.nextBoolean()) {
        bytes[0] = 2;
        bytes[1] = (byte) 0x81;
      }
      PcpReply reply = PcpReply.read(bytes);
      assertThat(reply == null || reply.resultCode() <= 255).isTrue();
    }
  }
}
