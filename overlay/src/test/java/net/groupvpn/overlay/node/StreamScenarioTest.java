package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedStreams;
import org.junit.jupiter.api.Test;

/**
 * Node 0 is a seed by UDP and by TCP. Blocked nodes can neither send nor receive datagrams.
 *
 * <pre>
 *   blocked ===TCP=== node 0 ---UDP--- open nodes
 * </pre>
 */
class StreamScenarioTest {
  private final TestOverlay overlay = new TestOverlay(41);

  private OverlayNode addOpen(boolean accepts) {
    OverlayNode node = overlay.add(this::addSeeds, true);
    if (accepts) {
      accept(node);
    }
    overlay.network.runFor(Duration.ofMillis(20));
    return node;
  }

  private void accept(OverlayNode node) {
    int number = overlay.host(node).number();
    overlay
        .host(node)
        .command(
            () ->
                node.attachment()
                    .setStreamCandidates(List.of(SimulatedStreams.endpointOf(number))));
  }

  private OverlayNode addBlocked() {
    overlay.network.add(
        host -> {
          overlay.network.wiring().blockUdp(host, true);
          OverlayNode node = overlay.create(host);
          node.attachment().setLocalCandidates(List.of(host.endpoint()));
          overlay.nodes.add(node);
          addSeeds(node);
          node.start();
          return node;
        });
    return overlay.nodes.get(overlay.nodes.size() - 1);
  }

  private void addSeeds(OverlayNode node) {
    node.addSeed(Kernel.endpointOf(0));
    node.addSeed(new StreamPath(SimulatedStreams.endpointOf(0)), null);
  }

  private boolean isOn(OverlayNode from, OverlayNode to, Class<?> kind) {
    Session session = from.session(to.self());
    return session != null && kind.isInstance(session.path());
  }

  private static Session session(OverlayNode from, OverlayNode to) {
    return Objects.requireNonNull(from.session(to.self()));
  }

  private boolean run(BooleanSupplier condition) {
    return overlay.network.runUntil(condition, Duration.ofMinutes(1));
  }

  private void talk(OverlayNode from, OverlayNode to) {
    overlay.host(from).command(() -> from.connect(to.self()));
  }

  @Test
  void aNodeWithoutUdpJoinsOverTcpAndLinksWithAllWhoAccept() {
    OverlayNode seed = addOpen(true);
    OverlayNode open = addOpen(true);
    assertThat(run(overlay::settled)).isTrue();

    OverlayNode blocked = addBlocked();

    assertThat(run(() -> isOn(blocked, seed, StreamPath.class))).isTrue();
    assertThat(run(overlay::settled)).isTrue();
    assertThat(run(() -> isOn(blocked, open, StreamPath.class))).isTrue();
    assertThat(run(() -> isOn(open, blocked, StreamPath.class))).isTrue();
    assertThat(overlay.shareThatFindsTheClosest(5)).isEqualTo(1.0);
  }

  @Test
  void twoNodesWithoutUdpMeetThroughOneThatAccepts() {
    addOpen(true);
    OverlayNode one = addBlocked();
    OverlayNode other = addBlocked();
    assertThat(run(() -> one.isJoined() && other.isJoined())).isTrue();

    talk(one, other);

    assertThat(run(() -> one.session(other.self()) != null)).isTrue();
    assertThat(run(() -> other.session(one.self()) != null)).isTrue();
  }

  @Test
  void udpIsUsedAsSoonAsItWorksAgain() {
    OverlayNode seed = addOpen(true);
    OverlayNode open = addOpen(true);
    OverlayNode blocked = addBlocked();
    assertThat(run(() -> isOn(blocked, open, StreamPath.class))).isTrue();
    long since = session(blocked, open).establishedNanos();

    overlay.network.wiring().blockUdp(overlay.host(blocked), false);

    assertThat(run(() -> isOn(blocked, open, DirectPath.class))).isTrue();
    assertThat(run(() -> isOn(blocked, seed, DirectPath.class))).isTrue();
    assertThat(session(blocked, open).establishedNanos()).isEqualTo(since);
  }

  @Test
  void aSessionWhoseUdpIsBlockedLaterMovesToAStream() {
    addOpen(true);
    OverlayNode one = addOpen(true);
    OverlayNode other = addOpen(true);
    assertThat(run(overlay::settled)).isTrue();

    overlay.network.wiring().blockUdp(overlay.host(one), true);
    assertThat(run(() -> !isOn(one, other, DirectPath.class))).isTrue();
    talk(one, other);

    assertThat(run(() -> isOn(one, other, StreamPath.class))).isTrue();
  }

  @Test
  void streamsAreLeftAloneWhereUdpWorks() {
    addOpen(true);
    OverlayNode one = addOpen(true);
    OverlayNode other = addOpen(true);
    assertThat(run(overlay::settled)).isTrue();
    overlay.network.runFor(Duration.ofSeconds(30));

    assertThat(isOn(one, other, DirectPath.class)).isTrue();
    assertThat(overlay.network.hosts().stream().mapToLong(SimulatedHost::sentStreamFrames).sum())
        .isZero();
  }

  @Test
  void aLostConnectionIsReplacedByTheNextOne() {
    OverlayNode seed = addOpen(true);
    OverlayNode blocked = addBlocked();
    assertThat(run(() -> isOn(seed, blocked, StreamPath.class))).isTrue();
    assertThat(run(() -> isOn(blocked, seed, StreamPath.class))).isTrue();
    Endpoint before = ((StreamPath) session(seed, blocked).path()).endpoint();
    long since = session(seed, blocked).establishedNanos();

    overlay.network.wiring().breakStreams(overlay.host(blocked), overlay.host(seed));

    assertThat(
            run(
                () ->
                    isOn(seed, blocked, StreamPath.class)
                        && !session(seed, blocked).path().equals(new StreamPath(before))))
        .isTrue();
    assertThat(session(seed, blocked).establishedNanos()).isEqualTo(since);
  }
}
