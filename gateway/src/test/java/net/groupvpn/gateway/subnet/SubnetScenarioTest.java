package net.groupvpn.gateway.subnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.groupvpn.gateway.GatewayCounter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.policy.SubnetRule;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members with one network behind both, one who must not announce it, and one who wants it. */
class SubnetScenarioTest {
  private static final byte[] REALM = {0, 0, 0, 0, 'n', 'e', 't', 's'};
  private static final String GROUP = "ab".repeat(32);
  private static final AddressRange LAN =
      Objects.requireNonNull(SubnetRule.parse("192.168.7.0/24"));
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration NEXT_READING = Duration.ofNanos(SubnetClient.READ_NANOS).plus(SOON);

  private final ScenarioNetwork network = new ScenarioNetwork(5);
  private final Set<NodeId> allowed = new TreeSet<>();
  private final List<Node> announcers = new ArrayList<>();
  private Node intruder;
  private Node user;

  /** A node of the overlay with its view of networks. */
  private final class Node {
    private final List<OverlayNode> made = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final SimulatedHost host = network.add(this::start);
    private final SubnetClient subnets =
        new SubnetClient(
            made.get(0),
            engines.get(0),
            GROUP,
            (unit, prefix) -> allowed.contains(unit) && prefix.equals(LAN),
            prefix -> true,
            entries -> {});

    private OverlayNode start(SimulatedHost added) {
      Engine engine = new Engine(added.random(), added.now());
      OverlayNode node =
          new OverlayNode(
              engine,
              new IndexAllocator(),
              REALM,
              new ModelSecurity(NodeId.random(added.random())));
      node.attachment().setLocalCandidates(List.of(added.endpoint()));
      node.addSeed(Kernel.endpointOf(added.number() == 0 ? 1 : 0));
      node.start();
      engines.add(engine);
      made.add(node);
      return node;
    }

    NodeId id() {
      return made.get(0).self();
    }

    void announce(List<AddressRange> prefixes) {
      host.command(() -> subnets.announce(prefixes));
    }

    @Nullable NodeId via() {
      return subnets.entries().isEmpty() ? null : subnets.entries().get(0).via();
    }
  }

  @BeforeEach
  void allHaveJoined() {
    user = new Node();
    for (int i = 0; i < 2; i++) {
      announcers.add(new Node());
    }
    intruder = new Node();
    network.runFor(Duration.ofSeconds(10));
    announcers.forEach(each -> allowed.add(each.id()));
    announcers.forEach(each -> each.announce(List.of(LAN)));
    intruder.announce(List.of(LAN));
    network.runFor(Duration.ofSeconds(2));
    user.host.command(user.subnets::start);
  }

  @Test
  void theNetworkIsReachedThroughOneOfThoseWhoMayAnnounceIt() {
    assertThat(network.runUntil(() -> user.via() != null, SOON)).isTrue();
    assertThat(user.subnets.entries()).singleElement().satisfies(this::isByTheAllowedAlone);
  }

  private void isByTheAllowedAlone(SubnetClient.Entry entry) {
    assertThat(entry.by()).containsExactlyInAnyOrderElementsOf(allowed);
    assertThat(allowed).contains(Objects.requireNonNull(entry.via()));
  }

  @Test
  void whenThatOneDiesTheOtherTakesOver() {
    assertThat(network.runUntil(() -> user.via() != null, SOON)).isTrue();
    NodeId before = Objects.requireNonNull(user.via());
    announcers.stream().filter(each -> each.id().equals(before)).forEach(each -> each.host.stop());
    assertThat(
            network.runUntil(() -> user.via() != null && !Objects.equals(user.via(), before), SOON))
        .isTrue();
  }

  @Test
  void whoeverWithdrawsIsLeftWithTheNextReading() {
    assertThat(network.runUntil(() -> user.via() != null, SOON)).isTrue();
    NodeId before = Objects.requireNonNull(user.via());
    announcers.stream()
        .filter(each -> each.id().equals(before))
        .forEach(each -> each.announce(List.of()));
    assertThat(
            network.runUntil(
                () -> user.via() != null && !Objects.equals(user.via(), before), NEXT_READING))
        .isTrue();
    assertThat(user.subnets.entries().get(0).by()).doesNotContain(before);
    long denied = user.engines.get(0).counters().get(GatewayCounter.DROPPED_SUBNET_RIGHT);
    intruder.announce(List.of());
    network.runFor(NEXT_READING);
    assertThat(user.engines.get(0).counters().get(GatewayCounter.DROPPED_SUBNET_RIGHT))
        .as("an empty announcement lacks no right")
        .isEqualTo(denied);
  }

  @Test
  void whoeverLooksWhileAReadingIsUnderWayIsAnsweredToo() {
    List<Integer> answers = new ArrayList<>();
    user.host.command(
        () -> {
          user.subnets.look(entries -> answers.add(entries.size()));
          user.subnets.look(entries -> answers.add(entries.size()));
        });
    assertThat(network.runUntil(() -> answers.size() == 2, SOON)).isTrue();
  }

  @Test
  void whoLosesTheRightIsLeftAtOnce() {
    assertThat(network.runUntil(() -> user.via() != null, SOON)).isTrue();
    allowed.clear();
    user.host.command(user.subnets::lookAgain);
    assertThat(user.subnets.entries()).isEmpty();
  }
}
