package net.groupvpn.simulator.gateways;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import net.groupvpn.gateway.GatewayRule;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import net.groupvpn.simulator.world.WorldSettings;

/**
 * A world in which some machines are gateways and all others use one, by the same rule. The first
 * machines, which newcomers ask, are no gateways: those are killed.
 */
final class GatewayWorld {
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(30);

  private final World world;
  private final List<ExitMember> gateways;
  private final List<ExitMember> clients;

  /**
   * Nothing runs yet.
   *
   * @param count of gateways
   * @param oneWayMillis between each member and each gateway; 0 for what the latencies say
   */
  GatewayWorld(RunContext context, GatewayRule rule, int count, int oneWayMillis)
      throws ExperimentException {
    world =
        new World(
            WorldSettings.plain(context.worldSeed(), context.latencies(), context.sites()),
            context.meter());
    int end = World.SEEDS + count;
    List<NodeId> allowed =
        world.machines().subList(World.SEEDS, end).stream().map(SimulatedMachine::id).toList();
    Predicate<NodeId> mayBeGateway = List.copyOf(allowed)::contains;
    List<ExitMember> all =
        world.machines().stream()
            .map(machine -> new ExitMember(machine, rule, mayBeGateway))
            .toList();
    gateways = all.subList(World.SEEDS, end);
    clients = all.stream().filter(member -> !gateways.contains(member)).toList();
    if (oneWayMillis > 0) {
      for (ExitMember gateway : gateways) {
        clients.forEach(client -> setDelay(client, gateway, Duration.ofMillis(oneWayMillis)));
      }
    }
  }

  private void setDelay(ExitMember client, ExitMember gateway, Duration oneWay) {
    world.network().setDelay(client.machine().host(), gateway.machine().host(), oneWay);
  }

  /** All join, the gateways offer, and the members want one, one after the other. */
  void start(Duration between) {
    world.startAll(BETWEEN_STARTS);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
    gateways.forEach(ExitMember::offer);
    world.runFor(SETTLING);
    for (ExitMember client : clients) {
      client.want();
      world.runFor(between);
    }
    world.runFor(SETTLING);
  }

  World world() {
    return world;
  }

  List<ExitMember> gateways() {
    return gateways;
  }

  List<ExitMember> clients() {
    return clients;
  }

  /** The most members that use one gateway, over the mean of those that run; NaN without any. */
  double spread() {
    List<ExitMember> running = gateways.stream().filter(ExitMember::isUp).toList();
    long most = running.stream().mapToLong(this::usersOf).max().orElse(0);
    long all = running.stream().mapToLong(this::usersOf).sum();
    return all == 0 ? Double.NaN : (double) most * running.size() / all;
  }

  long usersOf(ExitMember gateway) {
    return clients.stream().filter(client -> client.uses(gateway)).count();
  }

  /** Share of the members whose gateway runs. */
  double servedShare() {
    long served = clients.stream().filter(client -> hasWorkingOne(client)).count();
    return (double) served / clients.size();
  }

  private boolean hasWorkingOne(ExitMember client) {
    return gateways.stream().anyMatch(gateway -> gateway.isUp() && client.uses(gateway));
  }

  /** The mean over members of the way to their gateway over that to the nearest that runs. */
  double overNearest() {
    return clients.stream()
        .filter(this::hasWorkingOne)
        .mapToDouble(client -> rttNanos(client, used(client)) / nearestNanos(client))
        .average()
        .orElse(Double.NaN);
  }

  private ExitMember used(ExitMember client) {
    return gateways.stream().filter(client::uses).findFirst().orElseThrow();
  }

  private double nearestNanos(ExitMember client) {
    return gateways.stream()
        .filter(ExitMember::isUp)
        .mapToDouble(gateway -> rttNanos(client, gateway))
        .min()
        .orElse(Double.NaN);
  }

  private double rttNanos(ExitMember client, ExitMember gateway) {
    return world.network().roundTripNanos(client.machine().host(), gateway.machine().host());
  }
}
