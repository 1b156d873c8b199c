package net.groupvpn.overlay.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

/** What a scenario can do to the paths between machines, and to the datagrams on them. */
class WiringTest {
  private static final int MILLI = 1_000_000;
  private static final int HEADER_BYTES = 28;

  private final ScenarioNetwork network = new ScenarioNetwork(3);
  private final SimulatedNetwork wiring = network.wiring();
  private final Ear one = new Ear();
  private final Ear other = new Ear();
  private final Ear third = new Ear();
  private final SimulatedHost from = network.add(itself -> one);
  private final SimulatedHost to = network.add(itself -> other);
  private final SimulatedHost bystander = network.add(itself -> third);

  private void send(SimulatedHost receiver, int bytes) {
    sendTo(receiver.endpoint(), bytes);
  }

  private void sendTo(Endpoint endpoint, int bytes) {
    from.command(() -> one.sends(endpoint, new byte[bytes]));
    network.runFor(Duration.ofSeconds(1));
  }

  @Test
  void twoHostsThatAreSeparatedReachOnlyOthersUntilThatEnds() {
    wiring.separate(to, from, true);
    send(to, 1);
    send(bystander, 1);
    assertThat(other.from).isEmpty();
    assertThat(third.from).hasSize(1);
    assertThat(wiring.blockedDatagrams()).isEqualTo(1);
    wiring.separate(from, to, false);
    send(to, 1);
    assertThat(other.from).containsExactly(from.endpoint());
  }

  @Test
  void aPairsOwnDelayCountsBothWaysAndForNobodyElse() {
    wiring.setDelay(from, to, Duration.ofMillis(300));
    long sent = network.now().bootNanos();
    from.command(
        () -> {
          one.sends(to.endpoint(), new byte[1]);
          one.sends(bystander.endpoint(), new byte[1]);
        });
    network.runFor(Duration.ofSeconds(1));
    assertThat(other.atNanos).containsExactly(sent + 300L * MILLI);
    assertThat(third.atNanos.get(0) - sent).isBetween(5L * MILLI, 50L * MILLI);
    assertThat(wiring.roundTripNanos(to, from)).isEqualTo(600L * MILLI);
  }

  @Test
  void whatIsLongerThanThePairsMtuIsLost() {
    wiring.setMtu(from, to, 1_000);
    send(to, 1_000 - HEADER_BYTES);
    send(to, 1_001 - HEADER_BYTES);
    send(bystander, 1_500);
    assertThat(other.datagrams).extracting(bytes -> bytes.length).containsExactly(972);
    assertThat(third.from).hasSize(1);
    assertThat(wiring.lostDatagrams()).isEqualTo(1);
  }

  @Test
  void theCommonMtuIsForPairsWithoutOneOfTheirOwn() {
    wiring.setMtu(576);
    wiring.setMtu(from, bystander, 1_280);
    send(to, 577 - HEADER_BYTES);
    send(bystander, 577 - HEADER_BYTES);
    assertThat(other.from).isEmpty();
    assertThat(third.from).hasSize(1);
  }

  @Test
  void aHostWithoutUdpNeitherSendsNorHearsUntilItHasUdpAgain() {
    wiring.blockUdp(to, true);
    send(to, 1);
    to.command(() -> other.sends(from.endpoint(), new byte[1]));
    network.runFor(Duration.ofSeconds(1));
    assertThat(other.from).isEmpty();
    assertThat(one.from).isEmpty();
    wiring.blockUdp(to, false);
    send(to, 1);
    assertThat(other.from).hasSize(1);
  }

  @Test
  void aWireHearsEverythingAndMayChangeOrDropIt() {
    List<String> heard = new ArrayList<>();
    wiring.setWire(
        (sender, endpoint, datagram) -> {
          heard.add(sender.number() + " to " + endpoint);
          return datagram.length == 1 ? null : new byte[] {9};
        });
    send(to, 1);
    send(to, 2);
    assertThat(heard).containsExactly("0 to " + to.endpoint(), "0 to " + to.endpoint());
    assertThat(other.datagrams).containsExactly(new byte[] {9});
  }

  @Test
  void anInjectedDatagramComesAtOnceAsIfFromAnywhere() {
    byte[] datagram = {1, 2};
    wiring.inject(bystander.endpoint(), to, datagram);
    datagram[0] = 7;
    assertThat(other.from).containsExactly(bystander.endpoint());
    assertThat(other.datagrams).containsExactly(new byte[] {1, 2});
  }

  @Test
  void aHostThatWentElsewhereIsReachedThereAlone() {
    Endpoint former = to.endpoint();
    wiring.readdress(to, 50);
    assertThat(to.endpoint()).isEqualTo(Kernel.endpointOf(50));
    sendTo(former, 1);
    assertThat(other.from).isEmpty();
    send(to, 1);
    assertThat(other.from).containsExactly(from.endpoint());
  }

  @Test
  void aHostThatWentBackIsWhereItWas() {
    wiring.readdress(to, 50);
    wiring.readdress(to, 1);
    send(to, 1);
    sendTo(Kernel.endpointOf(50), 1);
    assertThat(other.from).hasSize(1);
  }

  @Test
  void aFirewallKeepsTheAddressAndLetsAnswersInAlone() {
    Ear inside = new Ear();
    SimulatedHost guarded = network.add(NatType.FIREWALL, itself -> inside);
    send(guarded, 1);
    assertThat(inside.from).isEmpty();
    guarded.command(() -> inside.sends(from.endpoint(), new byte[1]));
    network.runFor(Duration.ofSeconds(1));
    assertThat(one.from).containsExactly(guarded.endpoint());
    send(guarded, 1);
    assertThat(inside.from).containsExactly(from.endpoint());
    bystander.command(() -> third.sends(guarded.endpoint(), new byte[1]));
    network.runFor(Duration.ofSeconds(1));
    assertThat(inside.from).hasSize(1);
  }

  @Test
  void reorderingLetsSomeBeOvertaken() {
    wiring.setConditions(NetworkConditions.bad(0));
    from.command(
        () -> {
          for (int i = 0; i < 100; i++) {
            one.sends(to.endpoint(), new byte[] {(byte) i});
          }
        });
    network.runFor(Duration.ofSeconds(1));
    List<Integer> order = other.datagrams.stream().map(bytes -> (int) bytes[0]).toList();
    assertThat(order.stream().distinct()).hasSize(100);
    assertThat(order).isNotEqualTo(order.stream().sorted().toList());
    assertThat(order).hasSizeBetween(102, 125);
  }

  @Test
  void aStoppedHostHearsNothingAndOneThatIsStartedAnewDoes() {
    to.stop();
    send(to, 1);
    assertThat(to.isUp()).isFalse();
    Ear again = new Ear();
    to.start(itself -> again);
    send(to, 1);
    assertThat(other.from).isEmpty();
    assertThat(again.from).containsExactly(from.endpoint());
  }
}
