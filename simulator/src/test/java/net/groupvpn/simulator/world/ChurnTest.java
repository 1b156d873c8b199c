package net.groupvpn.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.virtual.UniformLatencies;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChurnTest {
  private static final int SAMPLES = 200_000;

  @TempDir private Path folder;

  private static World world() {
    World world =
        new World(
            WorldSettings.plain(
                1,
                new UniformLatencies(10, 5, 5_000_000, 50_000_000),
                IntStream.range(0, 10).toArray()),
            new LongAdder());
    world.startAll(Duration.ofMillis(20));
    return world;
  }

  @Test
  void lifetimesHaveTheirMean() {
    for (Lifetime lifetime : Lifetime.values()) {
      SplittableRandom random = new SplittableRandom(1);
      double sum = 0;
      for (int i = 0; i < SAMPLES; i++) {
        sum += lifetime.seconds(100, random);
      }
      assertThat(sum / SAMPLES).as("%s", lifetime).isEqualTo(100, Offset.offset(3.0));
    }
  }

  @Test
  void nodesComeAndGoButTheSparedStay() {
    World world = world();
    Churn churn = new Churn(world, new ChurnModel(Lifetime.EXPONENTIAL, 60, 20), 3);
    churn.start(World.SEEDS);
    world.runFor(Duration.ofMinutes(10));
    assertThat(churn.departures()).isBetween(20, 120);
    assertThat(world.machines().subList(0, World.SEEDS))
        .allSatisfy(machine -> assertThat(machine.starts()).isEqualTo(1));
    assertThat(world.machines().stream().mapToInt(SimulatedMachine::starts).sum())
        .isGreaterThan(20);
  }

  @Test
  void aTraceIsFollowedAndItsErrorsNameTheLine() throws IOException {
    World world = world();
    Path file = Files.writeString(folder.resolve("t"), "# seconds node\n1.5 4 down\n3,4,up\n");
    ChurnTrace.read(file).schedule(world);
    world.runFor(Duration.ofSeconds(2));
    assertThat(world.machines().get(4).isUp()).isFalse();
    world.runFor(Duration.ofSeconds(2));
    assertThat(world.machines().get(4).isUp()).isTrue();
    Path wrong = Files.writeString(folder.resolve("w"), "1 4 down\n2 4 sideways\n");
    assertThatThrownBy(() -> ChurnTrace.read(wrong)).hasMessageContaining("w, line 2: expected");
  }

  @Test
  void aNodeThatDropsItsTrafficIsNotHeard() {
    World world = world();
    world.runUntilJoined(Duration.ofMinutes(1));
    SimulatedMachine bad = world.machines().get(5);
    Misbehaviour.drop(world, bad, 1);
    Misbehaviour.corrupt(world, world.machines().get(6), 0.2);
    Misbehaviour.flood(world, world.machines().get(7), 100);
    world.runFor(Duration.ofMinutes(1));
    assertThat(world.machines().get(4).links()).doesNotContain(bad.id());
    assertThat(world.machines().get(4).links()).contains(world.machines().get(6).id());
  }
}
