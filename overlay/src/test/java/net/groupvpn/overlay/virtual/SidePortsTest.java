package net.groupvpn.overlay.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

/** Many ports of one machine, as the birthday approach needs them. */
class SidePortsTest {
  private static final Endpoint PEER = Kernel.endpointOf(1);
  private static final Endpoint OTHER = Kernel.endpointOf(2);
  private static final int MAIN_PORT = 7_400;

  private final SidePorts ports = new SidePorts();

  @Test
  void theFirstPortOnWhichThePeerAnswersIsTheWay() {
    int first = ports.open(PEER, 0);
    int second = ports.open(PEER, 0);
    assertThat(first).isNotEqualTo(second);
    assertThat(ports.portTo(PEER, MAIN_PORT, 1)).isEqualTo(MAIN_PORT);
    assertThat(ports.hear(second, PEER, 2)).isTrue();
    assertThat(ports.hear(first, PEER, 3)).isTrue();
    assertThat(ports.portTo(PEER, MAIN_PORT, 4)).isEqualTo(second);
    assertThat(ports.portTo(OTHER, MAIN_PORT, 4)).isEqualTo(MAIN_PORT);
  }

  @Test
  void aPortHearsNobodyButItsPeer() {
    int port = ports.open(PEER, 0);
    assertThat(ports.hear(port, OTHER, 1)).isFalse();
    assertThat(ports.hear(port + 1, PEER, 1)).isFalse();
    assertThat(ports.portTo(OTHER, MAIN_PORT, 2)).isEqualTo(MAIN_PORT);
  }

  @Test
  void aPortThatWaitsInVainIsClosed() {
    int port = ports.open(PEER, 0);
    assertThat(ports.hear(port, PEER, SidePorts.FIRST_NANOS + 1)).isFalse();
  }

  @Test
  void aWayThatIsSilentForLongIsClosed() {
    int port = ports.open(PEER, 0);
    ports.hear(port, PEER, 1);
    assertThat(ports.portTo(PEER, MAIN_PORT, SidePorts.SILENT_NANOS)).isEqualTo(port);
    assertThat(ports.portTo(PEER, MAIN_PORT, SidePorts.SILENT_NANOS + 2)).isEqualTo(MAIN_PORT);
    assertThat(ports.isOpen(port)).isFalse();
  }

  @Test
  void thereAreOnlySoManyUntilOldOnesAreClosed() {
    Set<Integer> given = new TreeSet<>();
    for (int i = 0; i < SidePorts.MAX_PORTS; i++) {
      given.add(ports.open(PEER, 0));
    }
    assertThat(given).hasSize(SidePorts.MAX_PORTS);
    assertThat(ports.open(OTHER, 1)).isEqualTo(SidePorts.NONE);
    assertThat(ports.open(OTHER, SidePorts.FIRST_NANOS + 1)).isNotEqualTo(SidePorts.NONE);
  }

  @Test
  void eachPortHasAMappingOfItsOwnInTheBox() {
    Ear inside = new Ear();
    Ear friend = new Ear();
    ScenarioNetwork network = new ScenarioNetwork(1);
    SimulatedHost hidden = network.add(NatType.SYMMETRIC, itself -> inside);
    SimulatedHost known = network.add(itself -> friend);
    hidden.command(
        () -> inside.scatters(known.endpoint(), List.of(new byte[1], new byte[1], new byte[1])));
    network.runFor(Duration.ofSeconds(1));
    assertThat(friend.from).hasSize(3).doesNotHaveDuplicates();
    assertThat(hidden.hasSideWayTo(known.endpoint())).isFalse();

    Endpoint lucky = friend.from.get(1);
    known.command(() -> friend.sends(lucky, new byte[1]));
    network.runFor(Duration.ofSeconds(1));
    assertThat(inside.from).containsExactly(known.endpoint());
    assertThat(hidden.hasSideWayTo(known.endpoint())).isTrue();

    hidden.command(() -> inside.sends(known.endpoint(), new byte[1]));
    network.runFor(Duration.ofSeconds(1));
    assertThat(friend.from.get(3)).isEqualTo(lucky);
  }

  @Test
  void aSymmetricBoxGivesPortsOutAtRandom() {
    NatBox box = new NatBox(NatType.SYMMETRIC, Kernel.endpointOf(9).address(), 1);
    List<Integer> given = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Endpoint seenAs = box.onOutbound(PEER, Kernel.endpointOf(10 + i), 0);
      given.add(seenAs == null ? 0 : seenAs.port());
    }
    assertThat(given).doesNotHaveDuplicates().allMatch(port -> port >= 1_024);
    assertThat(given).isNotEqualTo(given.stream().sorted().toList());
  }
}
