package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.junit.jupiter.api.Test;

/** A hundred nodes return at the same moment, as after a power cut. */
final class RestartStormScenarioTest {
  private static final int NODES = 100;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The first node is every node's first seed, so all call it. */
  private static final long MAX_BYTES_OF_THE_SEED = 12_000_000;

  private static final long MAX_BYTES_PER_NODE = 1_500_000;

  @Test
  void aHundredNodesRestartedTogetherAreAllBackInThirtySeconds() {
    storm(1, NetworkConditions.perfect());
  }

  @Test
  void alsoWhenAFewDatagramsAreLost() {
    storm(2, NetworkConditions.bad(0.03));
  }

  private static void storm(int seed, NetworkConditions conditions) {
    TestOverlay overlay = new TestOverlay(seed, conditions).grow(NODES);
    assertThat(overlay.network.runUntil(overlay::settled, Duration.ofMinutes(3))).isTrue();
    overlay.network.runFor(Duration.ofSeconds(20));
    long[] before = sent(overlay);
    long start = overlay.network.now().bootNanos();
    overlay.restartAll();
    boolean settled = overlay.network.runUntil(overlay::settled, LIMIT);
    long millis = (overlay.network.now().bootNanos() - start) / 1_000_000;
    int sessions =
        overlay.nodes.stream().mapToInt(node -> node.sessions().all().size()).max().orElse(0);
    long[] after = sent(overlay);
    long busiest = busiest(before, after);
    long all = overlay.sentBytes() - Arrays.stream(before).sum();
    String figures =
        "%d ms, %d bytes by the busiest, %d by all, %d sessions"
            .formatted(millis, busiest, all, sessions);
    assertThat(settled).as(figures).isTrue();
    assertThat(busiest).as(figures).isLessThan(MAX_BYTES_OF_THE_SEED);
    assertThat(all / NODES).as(figures).isLessThan(MAX_BYTES_PER_NODE);
    assertThat(sessions).as(figures).isLessThan(NODES);
    overlay.network.wiring().setConditions(NetworkConditions.perfect());
    assertThat(overlay.shareThatFindsTheClosest(2)).isEqualTo(1.0);
  }

  private static long[] sent(TestOverlay overlay) {
    return overlay.network.hosts().stream().mapToLong(SimulatedHost::sentBytes).toArray();
  }

  private static long busiest(long[] before, long[] after) {
    long most = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, after[i] - before[i]);
    }
    return most;
  }
}
