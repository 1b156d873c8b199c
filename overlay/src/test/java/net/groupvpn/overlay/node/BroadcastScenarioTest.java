package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.broadcast.Region;
import net.groupvpn.overlay.broadcast.Topic;
import net.groupvpn.overlay.broadcast.Totals;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** One node asks all others; each node counts itself. */
final class BroadcastScenarioTest {
  private static final int COUNT = 7;
  private static final int BUDGET_MILLIS = 10_000;

  private final Map<NodeId, Integer> deliveries = new HashMap<>();
  private final List<Broadcaster> broadcasters = new ArrayList<>();

  @Test
  void reachesEachOfAHundredNodesExactlyOnce() {
    TestOverlay overlay = settled(1, 100);
    Totals totals = ask(overlay, 0, Region.ALL);
    assertThat(totals.nodes()).isEqualTo(100);
    assertThat(totals.isComplete()).isTrue();
    assertThat(sumOf(totals)).isEqualTo(100);
    assertDeliveredOnceToAllAlive(overlay);
    assertIsCheapAndFlat(overlay, totals);
  }

  @Test
  void reachesEachOfThreeHundredNodesExactlyOnce() {
    TestOverlay overlay = settled(2, 300);
    Totals totals = ask(overlay, 17, Region.ALL);
    assertThat(totals.nodes()).isEqualTo(300);
    assertThat(totals.isComplete()).isTrue();
    assertDeliveredOnceToAllAlive(overlay);
    assertIsCheapAndFlat(overlay, totals);
    askUnderLoss(overlay);
    askAfterDeaths(overlay, 25);
  }

  @Test
  void reachesAllWhenOneDatagramInTwentyIsLost() {
    TestOverlay overlay = settled(3, 100);
    for (int asker = 0; asker < 5; asker++) {
      askUnderLoss(overlay);
    }
  }

  @Test
  void reachesAllLivingNodesAtTheMomentWhenManyDie() {
    for (int seed = 4; seed < 6; seed++) {
      askAfterDeaths(settled(seed, 100), 20);
    }
  }

  @Test
  void othersTakeOverWhenNodesDieInTheMiddleOfIt() {
    TestOverlay overlay = settled(7, 100);
    List<Totals> result = start(overlay, 0, Region.ALL, BUDGET_MILLIS);
    overlay.network.runUntil(() -> deliveries.size() >= 30, Duration.ofSeconds(1));
    List<OverlayNode> dying =
        overlay.nodes.stream()
            .skip(1)
            .filter(node -> deliveries.containsKey(node.self()))
            .limit(15)
            .toList();
    dying.forEach(overlay::kill);
    assertThat(overlay.network.runUntil(() -> !result.isEmpty(), Duration.ofSeconds(11))).isTrue();
    List<NodeId> alive = overlay.alive().stream().map(OverlayNode::self).toList();
    assertThat(deliveries.keySet()).containsAll(alive);
    assertThat(deliveries.values()).containsOnly(1);
    assertThat(result.get(0).nodes()).isBetween(85, 100);
    assertThat(overlay.counter(OverlayCounter.BROADCAST_DUPLICATES)).isPositive();
  }

  @Test
  void reachesOnlyTheNodesOfARegion() {
    TestOverlay overlay = settled(9, 60);
    for (Region half : Region.ALL.halves()) {
      for (Region region : half.halves()) {
        long inside = overlay.nodes.stream().filter(n -> region.contains(n.self())).count();
        assertThat(ask(overlay, 3, region).nodes()).isEqualTo((int) inside);
        assertThat(deliveries).hasSize((int) inside);
      }
    }
  }

  @Test
  void reachesOneNodeByItsId() {
    TestOverlay overlay = settled(10, 60);
    for (OverlayNode node : overlay.nodes) {
      Totals totals = ask(overlay, 3, Region.around(node.self(), NodeId.BITS));
      assertThat(totals.nodes()).isEqualTo(1);
      assertThat(deliveries).containsOnlyKeys(node.self());
    }
  }

  @Test
  void findsNobodyWhereThereIsNobody() {
    TestOverlay overlay = settled(11, 60);
    Totals totals = ask(overlay, 3, Region.around(NodeId.hash(new byte[] {1}), NodeId.BITS));
    assertThat(totals.nodes()).isZero();
    assertThat(totals.isComplete()).isTrue();
  }

  @Test
  void worksForANodeAlone() {
    TestOverlay overlay = settled(12, 1);
    assertThat(ask(overlay, 0, Region.ALL).nodes()).isEqualTo(1);
  }

  @Test
  void saysThatItIsPartialWhenTimeIsShort() {
    TestOverlay overlay = settled(13, 60);
    Totals totals = ask(overlay, 0, Region.ALL, 1);
    assertThat(totals.isComplete()).isFalse();
    assertThat(totals.nodes()).isLessThan(60);
  }

  private void askUnderLoss(TestOverlay overlay) {
    overlay.network.wiring().setConditions(NetworkConditions.bad(0.05));
    Totals totals = ask(overlay, 5, Region.ALL);
    assertThat(totals.nodes()).isEqualTo(overlay.alive().size());
    assertDeliveredOnceToAllAlive(overlay);
    overlay.network.wiring().setConditions(NetworkConditions.perfect());
    overlay.network.runFor(Duration.ofSeconds(5));
  }

  private void askAfterDeaths(TestOverlay overlay, int deaths) {
    for (int i = 0; i < deaths; i++) {
      overlay.kill(overlay.nodes.get(10 + 3 * i));
    }
    Totals totals = ask(overlay, 0, Region.ALL);
    assertDeliveredOnceToAllAlive(overlay);
    assertThat(totals.nodes()).isEqualTo(overlay.alive().size());
  }

  private void assertDeliveredOnceToAllAlive(TestOverlay overlay) {
    List<NodeId> alive = overlay.alive().stream().map(OverlayNode::self).toList();
    assertThat(deliveries.keySet()).containsExactlyInAnyOrderElementsOf(alive);
    assertThat(deliveries.values()).containsOnly(1);
  }

  private static void assertIsCheapAndFlat(TestOverlay overlay, Totals totals) {
    int nodes = overlay.nodes.size();
    double perNode = (double) overlay.counter(OverlayCounter.BROADCAST_MESSAGES_SENT) / nodes;
    assertThat(perNode).as("messages per node").isLessThan(4);
    assertThat((double) totals.depth()).isLessThanOrEqualTo(2 * Math.log(nodes) / Math.log(2));
  }

  private TestOverlay settled(int seed, int count) {
    broadcasters.clear();
    TestOverlay overlay = new TestOverlay(seed).grow(count);
    for (OverlayNode node : overlay.nodes) {
      Broadcaster broadcaster = node.diagnostics().enableBroadcasts();
      broadcaster.handle(COUNT, new Counting(node.self()));
      broadcasters.add(broadcaster);
    }
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(3))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(20));
    return overlay;
  }

  private Totals ask(TestOverlay overlay, int asker, Region region) {
    return ask(overlay, asker, region, BUDGET_MILLIS);
  }

  private Totals ask(TestOverlay overlay, int asker, Region region, int budgetMillis) {
    List<Totals> result = start(overlay, asker, region, budgetMillis);
    Duration limit = Duration.ofMillis(budgetMillis + 100);
    assertThat(overlay.network.runUntil(() -> !result.isEmpty(), limit)).isTrue();
    overlay.network.runFor(Duration.ofSeconds(2));
    return result.get(0);
  }

  private List<Totals> start(TestOverlay overlay, int asker, Region region, int budgetMillis) {
    deliveries.clear();
    List<Totals> result = new ArrayList<>();
    overlay
        .host(overlay.nodes.get(asker))
        .command(
            () ->
                broadcasters.get(asker).ask(region, COUNT, new byte[0], budgetMillis, result::add));
    return result;
  }

  private static int sumOf(Totals totals) {
    try {
      return new WireReader(totals.answer()).i32();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  /** Each node answers 1, and the answers are added. */
  private final class Counting implements Topic {
    private final NodeId self;

    private Counting(NodeId self) {
      this.self = self;
    }

    @Override
    public byte[] answer(byte[] question) {
      deliveries.merge(self, 1, Integer::sum);
      return new WireWriter().i32(1).toBytes();
    }

    @Override
    public byte[] merge(byte[] own, byte[] received) throws WireException {
      int sum = own.length == 0 ? 0 : new WireReader(own).i32();
      return new WireWriter().i32(sum + new WireReader(received).i32()).toBytes();
    }
  }
}
