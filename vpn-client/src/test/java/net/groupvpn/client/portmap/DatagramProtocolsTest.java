package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** PCP and NAT-PMP against well-behaved and misbehaving routers. */
class DatagramProtocolsTest {
  private static final int PORT = 7_400;
  private static final int LIFETIME_AT = 4;
  private static final int NONCE_AT = 24;
  private static final int PORT_AT = 40;
  private static final int EXTERNAL_AT = 42;
  private static final int ADDRESS_AT = 56;

  private final PortMapCounters counters = new PortMapCounters();

  /** A correct answer to a PCP request: 198.51.100.7:40000 for 600 s. */
  private static byte[] pcpAnswer(byte[] request) {
    byte[] answer = request.clone();
    ByteBuffer out = ByteBuffer.wrap(answer);
    out.put(1, (byte) 0x81).putInt(LIFETIME_AT, 600).putLong(8, 0).putLong(16, 0);
    out.putShort(EXTERNAL_AT, (short) 40_000).putInt(ADDRESS_AT, 0xC6336407);
    return answer;
  }

  private static byte[] changed(byte[] answer, int at) {
    byte[] other = answer.clone();
    other[at] ^= 1;
    return other;
  }

  private @Nullable MappedPort pcp(Function<byte[], List<byte[]>> answers) throws IOException {
    try (FakeRouter router = new FakeRouter(answers)) {
      return new PcpProtocol(router.exchange(), counters, new Random(1))
          .map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT);
    }
  }

  private @Nullable MappedPort natPmp(Function<byte[], List<byte[]>> answers) throws IOException {
    try (FakeRouter router = new FakeRouter(answers)) {
      return new NatPmpProtocol(router.exchange(), counters)
          .map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void pcpMapsAPort() throws IOException {
    MappedPort mapped = Objects.requireNonNull(pcp(request -> List.of(pcpAnswer(request))));
    assertThat(mapped.external()).isEqualTo(Endpoint.parse("198.51.100.7:40000"));
    assertThat(mapped.lifetimeSeconds()).isEqualTo(600);
  }

  @Test
  void pcpAnswersToOthersAreDroppedAndTheRightOneIsAwaited() throws IOException {
    MappedPort mapped =
        pcp(
            request -> {
              byte[] good = pcpAnswer(request);
              return List.of(
                  new byte[3],
                  changed(good, NONCE_AT),
                  changed(good, PORT_AT),
                  changed(good, PORT_AT - 4),
                  good);
            });

    assertThat(mapped).isNotNull();
    assertThat(counters.snapshot())
        .containsEntry(PortMapCounter.DROPPED_PCP_MALFORMED.label(), 1L)
        .containsEntry(PortMapCounter.DROPPED_PCP_UNASKED.label(), 3L);
  }

  @Test
  void pcpRefusalsAndUselessAddressesMapNothing() throws IOException {
    assertThat(pcp(request -> List.of(changed(pcpAnswer(request), 3)))).isNull();
    assertThat(pcp(request -> List.of(hex("0081000100000000")))).isNull();
    assertThat(
            pcp(
                request -> {
                  byte[] answer = pcpAnswer(request);
                  ByteBuffer.wrap(answer).putInt(ADDRESS_AT, 0x7F000001);
                  return List.of(answer);
                }))
        .isNull();
    assertThat(
            pcp(
                request -> {
                  byte[] answer = pcpAnswer(request);
                  ByteBuffer.wrap(answer).putInt(LIFETIME_AT, 0);
                  return List.of(answer);
                }))
        .isNull();

    assertThat(counters.snapshot())
        .containsEntry(PortMapCounter.PCP_REFUSED.label(), 2L)
        .containsEntry(PortMapCounter.DROPPED_PCP_USELESS.label(), 2L);
  }

  @Test
  void aFloodOfWrongAnswersIsNotReadForEver() throws IOException {
    byte[] wrong = new byte[24];
    assertThat(pcp(request -> Collections.nCopies(100, wrong))).isNull();
    assertThat(counters.snapshot()).containsEntry(PortMapCounter.PCP_SILENT.label(), 1L);
  }

  @Test
  void givingPcpMappingsBackAsksForNoTimeWithTheSameNonce() throws IOException {
    try (FakeRouter router = new FakeRouter(request -> List.of(pcpAnswer(request)))) {
      PcpProtocol pcp = new PcpProtocol(router.exchange(), counters, new Random(1));
      MappedPort mapped =
          Objects.requireNonNull(pcp.map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT));
      pcp.unmap(mapped, OwnPort.udp(PORT));

      byte[] first = router.asked().get(0);
      byte[] last = router.asked().get(1);
      assertThat(ByteBuffer.wrap(last).getInt(LIFETIME_AT)).isZero();
      assertThat(ByteBuffer.wrap(last).getLong(NONCE_AT))
          .isEqualTo(ByteBuffer.wrap(first).getLong(NONCE_AT));
    }
  }

  @Test
  void natPmpMapsAPort() throws IOException {
    MappedPort mapped =
        Objects.requireNonNull(
            natPmp(
                request ->
                    request.length == 2
                        ? List.of(hex("0080000000000001c6336407"))
                        : List.of(
                            hex("0080000000000001c6336407"),
                            hex("0081000000000001ffff9c40000004b0"),
                            hex("00810000000000011ce89c40000004b0"))));
    assertThat(mapped.external()).isEqualTo(Endpoint.parse("198.51.100.7:40000"));
    assertThat(counters.snapshot())
        .containsEntry(PortMapCounter.DROPPED_NAT_PMP_UNASKED.label(), 2L);
  }

  @Test
  void natPmpRefusalsMapNothing() throws IOException {
    assertThat(natPmp(request -> List.of(hex("0080000300000001")))).isNull();
    assertThat(
            natPmp(
                request ->
                    request.length == 2
                        ? List.of(hex("0080000000000001c6336407"))
                        : List.of(hex("0081000200000001"))))
        .isNull();
    assertThat(natPmp(request -> List.of(hex("008000000000000100000000"), hex("00")))).isNull();
    assertThat(counters.snapshot()).containsEntry(PortMapCounter.NAT_PMP_REFUSED.label(), 2L);
  }

  @Test
  void aRouterThatDoesNotListenIsKnownAtOnce() throws IOException {
    FakeRouter router = new FakeRouter(request -> List.of());
    PcpProtocol pcp = new PcpProtocol(router.exchange(), counters, new Random(1));
    router.close();
    assertThatThrownBy(() -> pcp.map(FakeRouter.gateway(), OwnPort.udp(PORT), PORT))
        .isInstanceOf(IOException.class);
  }
}
