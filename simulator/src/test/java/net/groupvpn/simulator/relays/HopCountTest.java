package net.groupvpn.simulator.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.virtual.UniformLatencies;
import net.groupvpn.simulator.experiment.Density;
import net.groupvpn.simulator.experiment.Options;
import net.groupvpn.simulator.world.GreedyWalk;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Compares the published hops with a walk over the links alone. */
class HopCountTest {
  private static final int NODES = 60;

  @Test
  void hopsAreThoseOfAGreedyWalkOverTheLinks() throws Exception {
    World world = sparseWorld();
    Topology topology = Topology.of(world);
    GreedyWalk walk = new GreedyWalk(world);
    RouteProbe probe = new RouteProbe(world);
    long links = 0;
    int ways = 0;
    for (int one = 0; one < NODES; one++) {
      for (int other = 0; other < one; other++) {
        if (!topology.isLinked(one, other)) {
          probe.want(one, other);
          SimulatedMachine from = world.machines().get(one);
          SimulatedMachine to = world.machines().get(other);
          links += walk.length(from.id(), to.id()) + walk.length(to.id(), from.id());
          ways += 2;
        }
      }
    }
    probe.run();
    assertThat(probe.unanswered()).isZero();
    assertThat(probe.hops()).isCloseTo((double) links / ways, Offset.offset(0.005));
  }

  private static World sparseWorld() throws Exception {
    Map<String, String> sparse = Map.of("siblings", "4", "per-bucket", "1", "choice", "blind");
    WorldSettings settings =
        WorldSettings.plain(
                7,
                new UniformLatencies(NODES, 1, 5_000_000, 50_000_000),
                IntStream.range(0, NODES).toArray())
            .with(Density.of(Options.of(Density.options(), sparse)));
    World world = new World(settings, new LongAdder());
    world.startAll(Duration.ofMillis(20));
    assertThat(world.runUntilJoined(Duration.ofMinutes(10))).isTrue();
    world.runFor(Duration.ofSeconds(90));
    return world;
  }
}
