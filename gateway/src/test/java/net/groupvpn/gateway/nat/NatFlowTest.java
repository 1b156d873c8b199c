package net.groupvpn.gateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.packet.PacketBytes;
import org.junit.jupiter.api.Test;

/** Stories of single connections in virtual time. */
class NatFlowTest {
  private static final int MEGABYTE = 1 << 20;

  private final NatBed world = new NatBed();

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void theMemberIsAcceptedOnlyOnceTheServerHas() {
    TestClient client = TestClient.of(world).open();
    world.runSeconds(0.3);
    assertThat(world.toMembers).isEmpty();
    world.outside.lastServer().accept(world.now);
    world.runSeconds(0.1);
    assertThat(client.isOpen).isTrue();
    assertThat(world.outside.connects).hasSize(1);
    assertThat(world.outside.connects.get(0).toString()).contains("198.51.100.9:443");
  }

  @Test
  void aRefusingServerIsAResetToTheMember() {
    TestClient client = TestClient.of(world).open();
    world.runSeconds(0.05);
    world.outside.lastServer().flow.onConnectFailed(world.now, true);
    world.runSeconds(0.05);
    assertThat(client.isReset).isTrue();
    assertThat(world.core.snapshot().tcpFlows()).isZero();
  }

  @Test
  void aServerThatCannotBeReachedIsToldByIcmp() {
    TestClient.of(world).open();
    world.runSeconds(0.05);
    world.outside.lastServer().flow.onConnectFailed(world.now, false);
    byte[] icmp = TestPackets.payload(world.lastToMember());
    assertThat(icmp[0]).isEqualTo((byte) 3);
    assertThat(icmp[1]).isEqualTo((byte) 1);
  }

  @Test
  void aSilentServerIsGivenUpAfterAMinute() {
    TestClient.of(world).open();
    world.runSeconds(59);
    assertThat(world.outside.servers.get(0).isClosed).isFalse();
    world.runSeconds(2);
    assertThat(world.outside.servers.get(0).isClosed).isTrue();
    assertThat(world.count(NatCounter.TCP_GIVEN_UP)).isEqualTo(1);
  }

  @Test
  void bytesGoBothWaysAndBothHalvesEnd() {
    TestClient client = TestClient.of(world).connect();
    FakeServer server = world.outside.lastServer();
    byte[] question = bytes(100_000, 1);
    byte[] answer = bytes(3 * MEGABYTE, 2);
    client.send(question);
    server.send(answer);
    server.endsAfterSending = true;
    client.end();
    world.stir(server);
    world.runSeconds(30);
    assertThat(server.received.toByteArray()).isEqualTo(question);
    assertThat(server.sawEnd).isTrue();
    assertThat(client.received.toByteArray()).isEqualTo(answer);
    assertThat(client.sawFin).isTrue();
    assertThat(server.isClosed).isTrue();
    assertThat(server.wasReset).isFalse();
    assertThat(world.core.snapshot().bufferBytes()).isZero();
  }

  @Test
  void aHalfThatHasEndedLeavesTheOtherOpen() {
    TestClient client = TestClient.of(world).connect();
    FakeServer server = world.outside.lastServer();
    client.send(TestPackets.ascii("GET"));
    client.end();
    world.runSeconds(1);
    assertThat(server.sawEnd).isTrue();
    assertThat(server.isClosed).isFalse();
    server.send(bytes(50_000, 3));
    world.stir(server);
    world.runSeconds(600);
    server.send(bytes(50_000, 4));
    server.endsAfterSending = true;
    world.stir(server);
    world.runSeconds(5);
    assertThat(client.received.size()).isEqualTo(100_000);
    assertThat(client.sawFin).isTrue();
    assertThat(world.core.snapshot().tcpFlows()).isZero();
  }

  @Test
  void aServerThatEndsFirstStillTakesTheRest() {
    TestClient client = TestClient.of(world).connect();
    FakeServer server = world.outside.lastServer();
    server.endsAfterSending = true;
    world.stir(server);
    world.runSeconds(1);
    assertThat(client.sawFin).isTrue();
    client.send(bytes(200_000, 5));
    client.end();
    world.runSeconds(5);
    assertThat(server.received.size()).isEqualTo(200_000);
    assertThat(server.isClosed).isTrue();
    assertThat(world.core.snapshot().tcpFlows()).as("in TIME_WAIT").isEqualTo(1);
    world.runSeconds(61);
    assertThat(world.core.snapshot().tcpFlows()).isZero();
  }

  @Test
  void aResetOfTheMemberResetsTheServer() {
    TestClient client = TestClient.of(world).connect();
    client.reset();
    world.runSeconds(0.1);
    assertThat(world.outside.lastServer().wasReset).isTrue();
    assertThat(world.core.snapshot().tcpFlows()).isZero();
  }

  @Test
  void aResetWithAWrongNumberDoesNothing() {
    TestClient client = TestClient.of(world).connect();
    byte[] reset = segment(client.next() + 5, client.expected(), TestClient.RST);
    world.give(NatBed.ALICE, reset);
    assertThat(world.outside.lastServer().isClosed).isFalse();
    assertThat(world.count(NatCounter.DROPPED_TCP_UNACCEPTABLE)).isEqualTo(1);
  }

  @Test
  void aResetOfTheServerResetsTheMember() {
    TestClient client = TestClient.of(world).connect();
    world.outside.lastServer().flow.onServerReset();
    world.runSeconds(0.1);
    assertThat(client.isReset).isTrue();
  }

  @Test
  void aSlowServerClosesTheWindowAndNothingIsLost() {
    TestClient client = TestClient.of(world).connect();
    FakeServer server = world.outside.lastServer();
    server.willRead = 0;
    byte[] data = bytes(4 * MEGABYTE, 6);
    client.send(data);
    world.runSeconds(20);
    assertThat(world.core.snapshot().bufferBytes())
        .isLessThanOrEqualTo(TcpReceiver.MAX_WINDOW_BYTES + BlockPool.BLOCK_BYTES);
    server.willRead = Long.MAX_VALUE;
    world.stir(server);
    world.runSeconds(20);
    assertThat(server.received.toByteArray()).isEqualTo(data);
  }

  @Test
  void aSlowMemberIsProbedAndNothingIsLost() {
    TestClient client = TestClient.of(world);
    client.holds = true;
    client.connect();
    FakeServer server = world.outside.lastServer();
    byte[] data = bytes(3 * MEGABYTE, 7);
    server.send(data);
    world.stir(server);
    world.runSeconds(600);
    assertThat(client.received.size()).isLessThan(61_000);
    assertThat(client.zeroWindowProbes).isBetween(5, 40);
    assertThat(world.core.snapshot().bufferBytes()).isLessThan(2 * MEGABYTE);
    assertThat(server.unsent()).isPositive();
    client.holds = false;
    client.window = 60_000;
    client.acknowledge();
    for (int i = 0; i < 100; i++) {
      world.runSeconds(0.5);
      world.stir(server);
    }
    assertThat(client.received.toByteArray()).isEqualTo(data);
  }

  @Test
  void aMemberThatIsGoneIsGivenUp() {
    TestClient.of(world).connect();
    FakeServer server = world.outside.lastServer();
    world.loss = 1;
    server.send(bytes(5_000, 8));
    world.stir(server);
    world.run(TimeUnit.MINUTES.toNanos(10));
    assertThat(server.isClosed).isTrue();
    assertThat(world.core.snapshot().tcpFlows()).isZero();
    assertThat(world.core.snapshot().bufferBytes()).isZero();
  }

  @Test
  void anOpenConnectionIsKeptForTwoHoursOfSilence() {
    TestClient client = TestClient.of(world).connect();
    world.run(TimeUnit.MINUTES.toNanos(123));
    assertThat(world.core.snapshot().tcpFlows()).isEqualTo(1);
    world.run(TimeUnit.MINUTES.toNanos(2));
    assertThat(world.core.snapshot().tcpFlows()).isZero();
    assertThat(client.isReset).isTrue();
    assertThat(world.outside.lastServer().isClosed).isTrue();
  }

  @Test
  void anUnansweredHandshakeIsTransitory() {
    TestClient.of(world).open();
    world.runSeconds(0.05);
    world.loss = 1;
    world.outside.lastServer().accept(world.now);
    world.run(TimeUnit.MINUTES.toNanos(5));
    assertThat(world.core.snapshot().tcpFlows()).isZero();
  }

  @Test
  void aKeepaliveIsAnswered() {
    TestClient client = TestClient.of(world).connect();
    int before = world.toMembers.size();
    world.give(NatBed.ALICE, segment(client.next() - 1, client.expected(), TestClient.ACK));
    assertThat(world.toMembers).hasSize(before + 1);
  }

  @Test
  void aSegmentOfNoConnectionIsReset() {
    world.give(NatBed.ALICE, segment(1_000, 2_000, TestClient.ACK));
    byte[] reset = TestPackets.payload(world.lastToMember());
    assertThat(reset[13] & TestClient.RST).isEqualTo(TestClient.RST);
    assertThat(PacketBytes.i32(reset, 4)).isEqualTo(2_000);
  }

  @Test
  void whatComesAheadIsToldSelectively() {
    TestClient client = TestClient.of(world).connect();
    byte[] ahead = segment(client.next() + 1_000, client.expected(), TestClient.ACK, bytes(100, 1));
    world.give(NatBed.ALICE, ahead);
    byte[] tcp = TestPackets.payload(world.lastToMember());
    assertThat(PacketBytes.i32(tcp, 8)).isEqualTo(client.next());
    assertThat(PacketBytes.i32(tcp, 20)).isEqualTo(0x0101050a);
    assertThat(PacketBytes.i32(tcp, 24)).isEqualTo(client.next() + 1_000);
    assertThat(PacketBytes.i32(tcp, 28)).isEqualTo(client.next() + 1_100);
  }

  @Test
  void ipv6IsCarriedAlike() {
    TestClient client = new TestClient(world, NatBed.ALICE, 40_000, NatBed.MEMBER6, NatBed.SERVER6);
    client.connect();
    FakeServer server = world.outside.lastServer();
    client.send(bytes(10_000, 1));
    server.send(bytes(20_000, 2));
    world.stir(server);
    world.runSeconds(5);
    assertThat(server.received.toByteArray()).isEqualTo(bytes(10_000, 1));
    assertThat(client.received.toByteArray()).isEqualTo(bytes(20_000, 2));
  }

  static byte[] segment(int sequence, int acknowledgement, int flags, byte... data) {
    byte[] tcp = new byte[20 + data.length];
    PacketBytes.put16(tcp, 0, 40_000);
    PacketBytes.put16(tcp, 2, 443);
    PacketBytes.put32(tcp, 4, sequence);
    PacketBytes.put32(tcp, 8, acknowledgement);
    tcp[12] = 5 << 4;
    tcp[13] = (byte) flags;
    PacketBytes.put16(tcp, 14, 1_000);
    System.arraycopy(data, 0, tcp, 20, data.length);
    byte[] packet = TestPackets.ip(NatBed.MEMBER, NatBed.SERVER, TestPackets.TCP, tcp);
    return TestPackets.summed(packet, TestPackets.TCP, 16);
  }
}
