package net.groupvpn.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.UniformLatencies;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final int NODES = 40;
  private static final Duration BETWEEN = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static WorldSettings settings(long seed) {
    return WorldSettings.plain(
        seed,
        new UniformLatencies(NODES, 5, 5_000_000, 50_000_000),
        IntStream.range(0, NODES).toArray());
  }

  private static World joined(WorldSettings settings) {
    World world = new World(settings, new LongAdder());
    world.startAll(BETWEEN);
    assertThat(world.runUntilJoined(PATIENCE)).isTrue();
    world.runFor(Duration.ofSeconds(60));
    return world;
  }

  private static List<List<NodeId>> links(World world) {
    return world.machines().stream().map(SimulatedMachine::links).toList();
  }

  @Test
  void theSameSeedGivesTheSameWorldToTheLastByte() {
    WorldSettings lossy = settings(3).with(NetworkConditions.lossy(0.05, 5));
    World one = joined(lossy);
    World other = joined(lossy);
    assertThat(links(one)).isEqualTo(links(other));
    assertThat(one.kernel().handledEvents()).isEqualTo(other.kernel().handledEvents());
    assertThat(one.sentBytes()).isEqualTo(other.sentBytes());
    World another = joined(settings(4).with(NetworkConditions.lossy(0.05, 5)));
    assertThat(links(another)).isNotEqualTo(links(one));
  }

  @Test
  void sparseAndBlindNodesKeepFewLinks() {
    World dense = joined(settings(3));
    World sparse = joined(settings(3).with(new LinkDensity(4, 1, false, 0)));
    assertThat(degree(sparse)).isLessThan(degree(dense) * 0.8);
  }

  @Test
  void theRealHandshakeGivesTheSameLinksAsItsModel() {
    World real = joined(settings(3).securedBy(Securities.tls()));
    World model = joined(settings(3).securedBy(Securities.modelWithKeys()));
    assertThat(links(real)).isEqualTo(links(model));
    assertThat(real.machines())
        .extracting(SimulatedMachine::joinMillis)
        .isEqualTo(model.machines().stream().map(SimulatedMachine::joinMillis).toList());
  }

  private static double degree(World world) {
    return links(world).stream().mapToInt(List::size).average().orElseThrow();
  }

  @Test
  void aKilledNodeComesBackWithItsId() {
    World world = joined(settings(3));
    SimulatedMachine machine = world.machines().get(7);
    NodeId id = machine.id();
    machine.kill();
    world.runFor(Duration.ofSeconds(60));
    assertThat(links(world.machines().get(8), id)).isFalse();
    machine.start();
    assertThat(world.runUntilJoined(PATIENCE)).isTrue();
    assertThat(machine.node().self()).isEqualTo(id);
    assertThat(machine.joinMillis()).isPositive();
  }

  private static boolean links(SimulatedMachine machine, NodeId peer) {
    return machine.links().contains(peer);
  }
}
