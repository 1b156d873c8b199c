package net.groupvpn.overlay.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

/** TCP connections between machines. */
class SimulatedStreamsTest {
  private static final long MILLI = 1_000_000;

  private final ScenarioNetwork network = new ScenarioNetwork(4);
  private final SimulatedNetwork wiring = network.wiring();
  private final Ear one = new Ear();
  private final Ear other = new Ear();
  private final SimulatedHost client = network.add(itself -> one);
  private final SimulatedHost server = network.add(itself -> other);
  private final Endpoint door = SimulatedStreams.endpointOf(server.number());

  private void send(int number) {
    client.command(() -> one.sendsFrame(door, number));
    network.runFor(Duration.ofSeconds(2));
  }

  private void answer(Endpoint to, int number) {
    server.command(() -> other.sendsFrame(to, number));
    network.runFor(Duration.ofSeconds(2));
  }

  @Test
  void theFirstFrameWaitsForTheHandshakesAndTheNextOnesDoNot() {
    wiring.setDelay(client, server, Duration.ofMillis(10));
    long begun = network.now().bootNanos();
    send(1);
    long later = network.now().bootNanos();
    send(2);
    assertThat(other.frames).containsExactly(1, 2);
    assertThat(other.framesAtNanos).containsExactly(begun + 50 * MILLI, later + 10 * MILLI);
    assertThat(client.sentStreamFrames()).isEqualTo(2);
  }

  @Test
  void bothEndsUseOneConnection() {
    send(1);
    Endpoint seenAs = other.streamsFrom.get(0);
    assertThat(seenAs.address()).isEqualTo(client.endpoint().address());
    assertThat(seenAs).isNotEqualTo(client.endpoint());
    answer(seenAs, 2);
    assertThat(one.streamsFrom).containsExactly(door);
    send(3);
    assertThat(other.streamsFrom).containsExactly(seenAs, seenAs);
  }

  @Test
  void framesArriveInOrderWhateverTheConditions() {
    wiring.setConditions(NetworkConditions.bad(0.5));
    client.command(
        () -> {
          for (int i = 0; i < 50; i++) {
            one.sendsFrame(door, i);
          }
        });
    wiring.setDelay(client, server, Duration.ofMillis(1));
    for (int i = 50; i < 100; i++) {
      send(i);
    }
    assertThat(other.frames).hasSize(100).isSorted();
  }

  @Test
  void streamsPassWhereUdpIsBlocked() {
    wiring.blockUdp(client, true);
    send(1);
    assertThat(other.frames).containsExactly(1);
  }

  @Test
  void whoeverIsBehindABoxMakesConnectionsAndAcceptsNone() {
    Ear inside = new Ear();
    SimulatedHost hidden = network.add(NatType.UDP_BLOCKED, itself -> inside);
    hidden.command(() -> inside.sendsFrame(door, 1));
    network.runFor(Duration.ofSeconds(2));
    Endpoint seenAs = other.streamsFrom.get(0);
    assertThat(seenAs.address()).isNotEqualTo(hidden.endpoint().address());
    answer(seenAs, 2);
    assertThat(inside.frames).containsExactly(2);

    Endpoint closedDoor = SimulatedStreams.endpointOf(hidden.number());
    client.command(() -> one.sendsFrame(closedDoor, 3));
    network.runFor(Duration.ofSeconds(2));
    assertThat(inside.frames).containsExactly(2);
    assertThat(one.closed).containsExactly(closedDoor);
  }

  @Test
  void whoeverDialsNobodyIsTold() {
    Endpoint nobody = SimulatedStreams.endpointOf(99);
    client.command(() -> one.sendsFrame(nobody, 1));
    network.runFor(Duration.ofSeconds(2));
    assertThat(one.closed).containsExactly(nobody);
  }

  @Test
  void nobodyIsReachedAtAPortOfAStreamThatIsNotHis() {
    send(1);
    Endpoint seenAs = other.streamsFrom.get(0);
    Ear stranger = new Ear();
    SimulatedHost third = network.add(itself -> stranger);
    third.command(() -> stranger.sendsFrame(seenAs, 2));
    network.runFor(Duration.ofSeconds(2));
    assertThat(one.frames).isEmpty();
    assertThat(stranger.closed).containsExactly(seenAs);
  }

  @Test
  void aPartitionEndsAConnectionAndBothAreToldWhenSomethingIsSent() {
    send(1);
    Endpoint seenAs = other.streamsFrom.get(0);
    wiring.moveToPart(server, 1);
    send(2);
    assertThat(other.frames).containsExactly(1);
    assertThat(one.closed).containsExactly(door);
    assertThat(other.closed).containsExactly(seenAs);
    wiring.heal();
    send(3);
    assertThat(other.frames).containsExactly(1, 3);
    assertThat(other.streamsFrom.get(1)).isNotEqualTo(seenAs);
  }

  @Test
  void separatedHostsCannotConnect() {
    wiring.separate(client, server, true);
    send(1);
    assertThat(other.frames).isEmpty();
    assertThat(one.closed).containsExactly(door);
  }

  @Test
  void aBrokenConnectionIsReplacedByAnother() {
    send(1);
    Endpoint former = other.streamsFrom.get(0);
    wiring.breakStreams(server, client);
    network.runFor(Duration.ofSeconds(1));
    assertThat(one.closed).containsExactly(door);
    assertThat(other.closed).containsExactly(former);
    send(2);
    assertThat(other.streamsFrom.get(1)).isNotEqualTo(former);
  }

  @Test
  void aRestartedServerKnowsNothingOfFormerConnections() {
    send(1);
    Ear again = new Ear();
    server.start(itself -> again);
    send(2);
    assertThat(again.frames).isEmpty();
    assertThat(again.closed).isEmpty();
    assertThat(one.closed).containsExactly(door);
    send(3);
    assertThat(again.frames).containsExactly(3);
  }

  @Test
  void aRestartedClientConnectsAnew() {
    send(1);
    Endpoint former = other.streamsFrom.get(0);
    Ear again = new Ear();
    client.start(itself -> again);
    client.command(() -> again.sendsFrame(door, 2));
    network.runFor(Duration.ofSeconds(2));
    assertThat(other.frames).containsExactly(1, 2);
    assertThat(other.closed).containsExactly(former);
  }
}
