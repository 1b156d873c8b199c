package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.TraceHop;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.survey.QueryResult;
import net.groupvpn.overlay.survey.Survey;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.junit.jupiter.api.Test;

/**
 * Islands in a row. Datagrams pass only within an island and between adjacent ones.
 *
 * <pre>
 *   0 --- 1 --- 2 --- 3 --- 4
 * </pre>
 */
final class IslandsScenarioTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** As below, without relays: they would bridge every second island, and hide the routes. */
  private static TestOverlay row(
      long seed, int islands, int perIsland, NetworkConditions conditions) {
    return row(seed, islands, perIsland, conditions, node -> node.relays().disable());
  }

  /** Nodes {@code i * perIsland} and following are island i; each starts from the island before. */
  private static TestOverlay row(
      long seed,
      int islands,
      int perIsland,
      NetworkConditions conditions,
      Consumer<OverlayNode> setUp) {
    TestOverlay overlay = new TestOverlay(seed, conditions);
    overlay
        .network
        .wiring()
        .setWire(
            (from, to, datagram) ->
                Math.abs(from.number() / perIsland - number(to) / perIsland) <= 1
                    ? datagram
                    : null);
    for (int i = 0; i < islands * perIsland; i++) {
      int seedNode = Math.max(0, (i / perIsland - 1) * perIsland);
      overlay.add(setUp.andThen(node -> node.addSeed(Kernel.endpointOf(seedNode))), true);
      overlay.network.runFor(Duration.ofMillis(20));
    }
    return overlay;
  }

  private static int number(Endpoint endpoint) {
    return Kernel.numberAt(endpoint.address().getAddress());
  }

  @Test
  void fiveInARowAllReachEachOther() {
    TestOverlay overlay = row(1, 5, 1, NetworkConditions.perfect());
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    assertThat(pairsThatReachEachOther(overlay)).isEqualTo(20);
  }

  @Test
  void aQueryFromOneEndOfTheRowReachesTheOther() {
    List<Survey> surveys = new ArrayList<>();
    TestOverlay overlay =
        row(
            1,
            5,
            1,
            NetworkConditions.perfect(),
            node -> {
              node.relays().disable();
              surveys.add(node.diagnostics().enableSurvey("v"));
            });
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    List<QueryResult> results = new ArrayList<>();
    overlay.network.hosts().get(0).command(() -> surveys.get(0).query(10_000, results::add));
    assertThat(overlay.network.runUntil(() -> !results.isEmpty(), LIMIT)).isTrue();
    assertThat(results.get(0).nodes()).isEqualTo(5);
    assertThat(results.get(0).unreached()).isZero();
  }

  @Test
  void relaysAndRoutesTogetherReachAll() {
    for (int seed = 0; seed < 10; seed++) {
      TestOverlay overlay = row(seed, 5, 1, NetworkConditions.perfect(), node -> {});
      assertThat(overlay.network.runUntil(overlay::allJoined, LIMIT)).as("seed %s", seed).isTrue();
      overlay.network.runFor(Duration.ofSeconds(10));
      assertThat(pairsWithSessionSoon(overlay)).as("seed %s", seed).isEqualTo(20);
    }
  }

  @Test
  void fiveInARowAllReachEachOtherThoughATenthIsLost() {
    for (int seed = 0; seed < 10; seed++) {
      TestOverlay overlay = row(seed, 5, 1, NetworkConditions.bad(0.1));
      assertThat(overlay.network.runUntil(overlay::allJoined, LIMIT)).as("seed %s", seed).isTrue();
      overlay.network.runFor(Duration.ofSeconds(10));
      assertThat(pairsWithSessionSoon(overlay)).as("seed %s", seed).isEqualTo(20);
    }
  }

  @Test
  void severalMembersOnEachIslandAllReachEachOther() {
    TestOverlay overlay = row(3, 5, 3, NetworkConditions.perfect());
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    assertThat(pairsThatReachEachOther(overlay)).isEqualTo(15 * 14);
  }

  @Test
  void leasesHaveOneOwnerThoughOnlyNeighboursCanTalk() {
    TestOverlay overlay = row(4, 5, 3, NetworkConditions.perfect());
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    Set<NodeId> owners = new HashSet<>();
    List<NodeId> taken = new ArrayList<>();
    NodeId key = NodeId.hash(new byte[] {1});
    for (OverlayNode node : overlay.nodes) {
      overlay
          .host(node)
          .command(
              () -> node.dht().claim(key, new byte[0], new Claimant(node.self(), owners, taken)));
    }
    // The owner is the last to be sure: it looks once more if others wanted the key, too.
    assertThat(overlay.network.runUntil(() -> taken.size() == 14 && !owners.isEmpty(), LIMIT))
        .isTrue();
    assertThat(owners).hasSize(1);
  }

  @Test
  void whatOneEndStoresTheOtherFinds() {
    TestOverlay overlay = row(5, 5, 1, NetworkConditions.perfect());
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    NodeId key = NodeId.hash(new byte[] {2});
    OverlayNode first = overlay.nodes.get(0);
    OverlayNode last = overlay.nodes.get(4);
    List<Integer> found = new ArrayList<>();
    overlay
        .host(first)
        .command(() -> first.dht().put(key, new byte[] {7}, LIMIT.toNanos(), stored -> {}));
    overlay.network.runFor(Duration.ofSeconds(2));
    overlay.host(last).command(() -> last.dht().get(key, records -> found.add(records.size())));
    assertThat(overlay.network.runUntil(() -> !found.isEmpty(), LIMIT)).isTrue();
    assertThat(found).containsExactly(1);
  }

  @Test
  void aRouteThatBreaksIsReplacedByAnother() {
    TestOverlay overlay = row(6, 5, 2, NetworkConditions.perfect());
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    assertThat(pairsThatReachEachOther(overlay)).isEqualTo(10 * 9);
    overlay.kill(overlay.nodes.get(2));
    overlay.kill(overlay.nodes.get(7));
    overlay.network.runFor(Duration.ofSeconds(60));
    assertThat(pairsThatReachEachOther(overlay)).isEqualTo(8 * 7);
    assertThat(overlay.counter(OverlayCounter.ROUTE_BROKEN)).isPositive();
  }

  @Test
  void aTraceNamesEveryHopAndItsLinks() {
    TestOverlay overlay = row(8, 5, 1, NetworkConditions.perfect());
    List<Tracer> tracers =
        overlay.nodes.stream().map(node -> node.diagnostics().enableTracing()).toList();
    assertThat(overlay.network.runUntil(overlay::settled, LIMIT)).isTrue();
    List<TraceHop> hops = new ArrayList<>();
    NodeId last = overlay.nodes.get(4).self();
    overlay.host(overlay.nodes.get(0)).command(() -> tracers.get(0).trace(last, hops::addAll));
    assertThat(overlay.network.runUntil(() -> !hops.isEmpty(), LIMIT)).isTrue();
    assertThat(hops)
        .extracting(TraceHop::node)
        .containsExactlyElementsOf(overlay.nodes.stream().skip(1).map(OverlayNode::self).toList());
    assertThat(hops).extracting(TraceHop::linkCount).containsExactly(2, 2, 2, 1);
    assertThat(hops).extracting(TraceHop::rttNanos).isSorted();
    assertThat(hops.get(3).links())
        .extracting(TraceHop.NeighbourLink::peer)
        .containsExactly(overlay.nodes.get(3).self());
  }

  @Test
  void inAnOverlayWhereAllCanTalkNobodyAsksForRoutes() {
    TestOverlay overlay = new TestOverlay(7).grow(40);
    overlay.network.runUntil(overlay::settled, LIMIT);
    overlay.network.runFor(Duration.ofMinutes(5));
    assertThat(overlay.counter(OverlayCounter.ROUTE_REQUESTS_SENT)).isZero();
  }

  private static long pairsThatReachEachOther(TestOverlay overlay) {
    overlay.received.clear();
    long reached = 0;
    for (OverlayNode from : overlay.alive()) {
      for (OverlayNode to : overlay.alive()) {
        if (from != to && reaches(overlay, from, to)) {
          reached++;
        }
      }
    }
    return reached;
  }

  private static boolean reaches(TestOverlay overlay, OverlayNode from, OverlayNode to) {
    overlay.received.clear();
    SimulatedHost host = overlay.host(from);
    host.command(
        () ->
            from.messenger()
                .sendExact(
                    new OverlayPath(to.self(), null), PayloadKind.PRIVATE_FRAME, new byte[] {1}));
    return overlay.network.runUntil(
        () -> overlay.received.containsKey(to.self()), Duration.ofSeconds(3));
  }

  private static long pairsWithSessionSoon(TestOverlay overlay) {
    for (int second = 0; second < 60; second++) {
      for (OverlayNode from : overlay.nodes) {
        overlay.nodes.stream()
            .filter(to -> to != from)
            .forEach(to -> overlay.host(from).command(() -> from.connect(to.self())));
      }
      overlay.network.runFor(Duration.ofSeconds(1));
    }
    return overlay.nodes.stream()
        .mapToLong(
            from -> overlay.nodes.stream().filter(to -> from.session(to.self()) != null).count())
        .sum();
  }

  private record Claimant(NodeId self, Set<NodeId> owners, List<NodeId> taken)
      implements Dht.ClaimListener {
    @Override
    public void onHeld(Dht.Claim claim) {
      owners.add(self);
    }

    @Override
    public void onTaken(Dht.Claim claim, NodeId owner) {
      taken.add(self);
    }

    @Override
    public void onLost(Dht.Claim claim, String reason) {
      owners.remove(self);
    }
  }
}
