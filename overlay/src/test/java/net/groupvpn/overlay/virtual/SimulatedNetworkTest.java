package net.groupvpn.overlay.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest {
  private static final int MILLI = 1_000_000;
  private static final Latencies TEN_MILLIS = new UniformLatencies(8, 1, 10 * MILLI, 10 * MILLI);

  private final SimulatedNetwork network =
      new SimulatedNetwork(7, TEN_MILLIS, NetworkConditions.perfect(), handled -> {});
  private final Kernel kernel = network.kernel();

  private SimulatedHost host(NatType nat, Ear ear) {
    SimulatedHost host = network.addHost(kernel.hosts().size(), nat);
    host.start(itself -> ear);
    return host;
  }

  private void send(SimulatedHost from, Ear ear, Endpoint to) {
    from.command(() -> ear.sends(to, new byte[100]));
    kernel.runFor(Duration.ofSeconds(1));
  }

  @Test
  void aDatagramTakesTheLatency() {
    Ear one = new Ear();
    Ear other = new Ear();
    SimulatedHost from = host(NatType.OPEN, one);
    SimulatedHost to = host(NatType.OPEN, other);
    long sent = kernel.nanos();
    send(from, one, to.endpoint());
    assertThat(other.from).containsExactly(from.endpoint());
    assertThat(other.atNanos).containsExactly(sent + 10 * MILLI);
  }

  @Test
  void partsCannotTalkUntilTheyHeal() {
    Ear one = new Ear();
    Ear other = new Ear();
    SimulatedHost from = host(NatType.OPEN, one);
    SimulatedHost to = host(NatType.OPEN, other);
    network.moveToPart(to, 1);
    send(from, one, to.endpoint());
    assertThat(other.from).isEmpty();
    assertThat(network.lostDatagrams()).isEqualTo(1);
    network.heal();
    send(from, one, to.endpoint());
    assertThat(other.from).hasSize(1);
  }

  @Test
  void aSlowUplinkMakesDatagramsWaitAndDropsWhatIsTooMuch() {
    network.setConditions(new NetworkConditions(0, 0, 0, 0, 0, 1_024_000, 1));
    Ear one = new Ear();
    Ear other = new Ear();
    SimulatedHost from = host(NatType.OPEN, one);
    SimulatedHost to = host(NatType.OPEN, other);
    long sent = kernel.nanos();
    for (int i = 0; i < 4; i++) {
      one.sends(to.endpoint(), new byte[100]);
    }
    send(from, one, to.endpoint());
    // 128 bytes with headers take 1 ms; the third datagram finds 2 ms queued.
    assertThat(other.atNanos).containsExactly(sent + 11 * MILLI, sent + 12 * MILLI);
    assertThat(network.lostDatagrams()).isEqualTo(3);
  }

  @Test
  void lossAndDuplicationTakeTheirShares() {
    network.setConditions(new NetworkConditions(0.5, 1, 0, 3, 0, 0, 0));
    Ear one = new Ear();
    Ear other = new Ear();
    SimulatedHost from = host(NatType.OPEN, one);
    SimulatedHost to = host(NatType.OPEN, other);
    for (int i = 0; i < 1_000; i++) {
      one.sends(to.endpoint(), new byte[1]);
    }
    send(from, one, to.endpoint());
    assertThat(other.from.size()).isBetween(900, 1_100);
  }

  @Test
  void aPortRestrictedBoxAdmitsOnlyWhomItsHostWroteTo() {
    Ear inside = new Ear();
    Ear friend = new Ear();
    Ear stranger = new Ear();
    SimulatedHost hidden = host(NatType.PORT_RESTRICTED, inside);
    SimulatedHost known = host(NatType.OPEN, friend);
    SimulatedHost unknown = host(NatType.OPEN, stranger);
    send(hidden, inside, known.endpoint());
    Endpoint outside = friend.from.get(0);
    assertThat(outside).isNotEqualTo(hidden.endpoint());
    send(known, friend, outside);
    send(unknown, stranger, outside);
    send(unknown, stranger, hidden.endpoint());
    assertThat(inside.from).containsExactly(known.endpoint());
  }

  @Test
  void aSymmetricBoxShowsEachDestinationAnotherPort() {
    Ear inside = new Ear();
    Ear one = new Ear();
    Ear other = new Ear();
    SimulatedHost hidden = host(NatType.SYMMETRIC, inside);
    SimulatedHost first = host(NatType.OPEN, one);
    SimulatedHost second = host(NatType.OPEN, other);
    send(hidden, inside, first.endpoint());
    send(hidden, inside, second.endpoint());
    assertThat(one.from.get(0)).isNotEqualTo(other.from.get(0));
    send(second, other, one.from.get(0));
    assertThat(inside.from).isEmpty();
    send(first, one, one.from.get(0));
    assertThat(inside.from).containsExactly(first.endpoint());
  }

  @Test
  void aFullConeAdmitsEverybodyAndABlockedHostNobody() {
    Ear inside = new Ear();
    Ear friend = new Ear();
    Ear blocked = new Ear();
    SimulatedHost cone = host(NatType.FULL_CONE, inside);
    SimulatedHost known = host(NatType.OPEN, friend);
    SimulatedHost mute = host(NatType.UDP_BLOCKED, blocked);
    send(cone, inside, known.endpoint());
    Ear stranger = new Ear();
    send(host(NatType.OPEN, stranger), stranger, friend.from.get(0));
    assertThat(inside.from).hasSize(1);
    send(mute, blocked, known.endpoint());
    assertThat(friend.from).hasSize(1);
  }

  @Test
  void aMappingIsGoneAfterHalfAMinute() {
    Ear inside = new Ear();
    Ear friend = new Ear();
    SimulatedHost hidden = host(NatType.ADDRESS_RESTRICTED, inside);
    SimulatedHost known = host(NatType.OPEN, friend);
    send(hidden, inside, known.endpoint());
    kernel.runFor(Duration.ofSeconds(31));
    send(known, friend, friend.from.get(0));
    assertThat(inside.from).isEmpty();
  }
}
