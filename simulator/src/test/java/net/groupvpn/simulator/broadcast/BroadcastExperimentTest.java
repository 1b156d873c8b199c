package net.groupvpn.simulator.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.virtual.UniformLatencies;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import net.groupvpn.simulator.world.GreedyWalk;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;
import org.junit.jupiter.api.Test;

class BroadcastExperimentTest {
  private final Experiment experiment = new BroadcastExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  @Test
  void theTreeReachesAllSoonerThanMessagesOneByOne() throws ExperimentException {
    double[] row = run(60, Map.of()).get(0);
    assertThat(row).hasSize(experiment.columns().size());
    assertThat(row[2]).as("share by the tree").isEqualTo(1);
    assertThat(row[6]).as("share one by one").isEqualTo(1);
    assertThat(row[0]).as("ms by the tree").isLessThan(row[4]);
    assertThat(row[1]).as("packets of the tree").isGreaterThanOrEqualTo(2 * 59);
    assertThat(row[3]).as("depth").isBetween(2.0, 12.0);
  }

  @Test
  void underLossAndDeathsTheTreeStillReachesAll() throws ExperimentException {
    double[] row = run(60, Map.of("loss", "0.05", "killed", "0.1")).get(0);
    assertThat(row[2]).isEqualTo(1);
  }

  @Test
  void packetsOneByOneAreTheLinksThereAndBack() {
    int nodes = 60;
    World world =
        new World(
            WorldSettings.plain(
                3,
                new UniformLatencies(nodes, 1, 5_000_000, 50_000_000),
                IntStream.range(0, nodes).toArray()),
            new LongAdder());
    UnicastRound unicast = new UnicastRound(world);
    world.startAll(Duration.ofMillis(20));
    assertThat(world.runUntilJoined(Duration.ofMinutes(10))).isTrue();
    world.runFor(Duration.ofSeconds(60));
    GreedyWalk walk = new GreedyWalk(world);
    SimulatedMachine asker = world.machines().get(9);
    long links = 0;
    for (SimulatedMachine other : world.machines()) {
      links += walk.length(asker.id(), other.id()) + walk.length(other.id(), asker.id());
    }
    Round round = unicast.run(asker);
    assertThat(round.packets()).isEqualTo(links);
    assertThat(round.share()).isEqualTo(1);
  }
}
