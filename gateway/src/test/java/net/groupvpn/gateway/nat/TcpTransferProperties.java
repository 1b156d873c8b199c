package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a wire does short of breaking, both sides get exactly what was sent. */
class TcpTransferProperties {
  private static final int MAX_ROUNDS = 600;

  @Property(tries = 150)
  void everythingArrivesOnceAndInOrder(
      @ForAll long seed,
      @ForAll @IntRange(max = 20) int lossPercent,
      @ForAll @IntRange(max = 30) int disorderPercent,
      @ForAll @IntRange(max = 20) int duplicatePercent,
      @ForAll @IntRange(max = 300_000) int up,
      @ForAll @IntRange(max = 300_000) int down,
      @ForAll boolean sack) {
    NatBed world = new NatBed(seed, NatLimits.DEFAULT);
    TestClient client = TestClient.of(world);
    client.sack = sack;
    client.connect();
    FakeServer server = world.outside.lastServer();
    world.loss = lossPercent / 100.0;
    world.disorder = disorderPercent / 100.0;
    world.duplicates = duplicatePercent / 100.0;
    client.send(NatFlowTest.bytes(up, seed));
    client.end();
    server.send(NatFlowTest.bytes(down, seed + 1));
    server.endsAfterSending = true;
    world.stir(server);
    int rounds = 0;
    while (!(server.isClosed && client.sawFin) && rounds++ < MAX_ROUNDS) {
      world.runSeconds(1);
    }
    assertThat(client.isReset).as("reset").isFalse();
    assertThat(server.received.toByteArray()).isEqualTo(NatFlowTest.bytes(up, seed));
    assertThat(client.received.toByteArray()).isEqualTo(NatFlowTest.bytes(down, seed + 1));
    assertThat(server.sawEnd).isTrue();
    assertThat(server.wasReset).isFalse();
    world.loss = 0;
    world.runSeconds(130);
    assertThat(world.core.snapshot().tcpFlows()).isZero();
    assertThat(world.core.snapshot().bufferBytes()).isZero();
    assertThat(world.core.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
  }

  /** A short segment is lost, and by then there is more to send. */
  @Example
  void whatIsSentAgainIsNoLongerThanBefore() {
    everythingArrivesOnceAndInOrder(-412, 17, 29, 3, 109, 227_840, false);
  }
}
