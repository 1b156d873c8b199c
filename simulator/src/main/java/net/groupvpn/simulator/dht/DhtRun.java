package net.groupvpn.simulator.dht;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.simulator.world.Churn;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.ChurnTrace;
import net.groupvpn.simulator.world.Misbehaviour;
import net.groupvpn.simulator.world.SimulatedMachine;
import net.groupvpn.simulator.world.World;
import org.jspecify.annotations.Nullable;

/** One run, in the order of the methods. The first quarter of the nodes owns keys and stays up. */
final class DhtRun {
  private static final Duration STORING = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKUPS = Duration.ofSeconds(1);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration HEALING = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration RECORD_LIFE = Duration.ofHours(1);
  private static final int OWNERS_SHARE = 4;
  private static final int DUELS = 20;
  private static final double HARMED_SHARE = 0.5;
  private static final int FLOOD_PER_SECOND = 500;

  private final World world;
  private final SplittableRandom random;
  private final int owners;
  private final List<KeyDuel> duels = new ArrayList<>();
  private final Lookups records = new Lookups();
  private final Lookups leases = new Lookups();
  private @Nullable Churn churn;
  private int stored;
  private double claimed;

  DhtRun(World world, long seed) {
    this.world = world;
    this.random = new SplittableRandom(seed);
    this.owners = Math.max(World.SEEDS, world.machines().size() / OWNERS_SHARE);
  }

  static NodeId key(String kind, int number) {
    return NodeId.hash((kind + ":" + number).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Every owner stores a record and claims a lease; returns the share of records that were stored.
   */
  double store() {
    List<KeyDuel> alone = new ArrayList<>();
    for (SimulatedMachine machine : world.machines().subList(0, owners)) {
      machine.command(
          () ->
              machine
                  .node()
                  .dht()
                  .put(
                      key("record", machine.number()),
                      machine.id().toBytes(),
                      RECORD_LIFE.toNanos(),
                      replicas -> stored += replicas > 0 ? 1 : 0));
      KeyDuel lease = new KeyDuel(key("lease", machine.number()));
      lease.enter(machine);
      alone.add(lease);
    }
    world.runFor(STORING);
    claimed = share(alone, duel -> duel.owners() == 1);
    return (double) stored / owners;
  }

  /** Share of the leases that the owners got. */
  double claimedShare() {
    return claimed;
  }

  /** Starts churn of the other nodes; null for none. */
  void churn(@Nullable ChurnModel model) {
    if (model != null) {
      churn = new Churn(world, model, random.nextLong());
      churn.start(owners);
    }
  }

  /** The same from a trace file. */
  void churn(ChurnTrace trace) {
    trace.schedule(world);
  }

  /** Makes that share of the nodes, the last ones, misbehave from now on. */
  void harm(double share, String how) {
    int count = (int) Math.round(share * (world.machines().size() - owners));
    int all = world.machines().size();
    for (SimulatedMachine machine : world.machines().subList(all - count, all)) {
      switch (how) {
        case "drop" -> Misbehaviour.drop(world, machine, HARMED_SHARE);
        case "corrupt" -> Misbehaviour.corrupt(world, machine, HARMED_SHARE);
        default -> Misbehaviour.flood(world, machine, FLOOD_PER_SECOND);
      }
    }
  }

  /** Looks up keys from random nodes during churn. */
  void lookUp(int lookups) {
    for (int i = 0; i < lookups; i++) {
      List<SimulatedMachine> joined =
          world.machines().stream().filter(SimulatedMachine::hasJoined).toList();
      SimulatedMachine from = joined.get(random.nextInt(joined.size()));
      lookUp(from, random.nextInt(owners));
      world.runFor(BETWEEN_LOOKUPS);
    }
    if (churn != null) {
      churn.stop();
    }
    world.runFor(LAST_ANSWERS);
    world.machines().stream().filter(machine -> !machine.isUp()).forEach(SimulatedMachine::start);
    world.runUntilJoined(PATIENCE);
    world.runFor(SETTLING);
  }

  private void lookUp(SimulatedMachine from, int number) {
    Kernel kernel = world.kernel();
    NodeId owner = world.machines().get(number).id();
    long begun = kernel.nanos();
    records.onBegun();
    leases.onBegun();
    from.command(
        () -> {
          from.node()
              .dht()
              .get(
                  key("record", number),
                  found -> {
                    if (found.stream().anyMatch(record -> record.publisher().equals(owner))) {
                      records.onFound(kernel.nanos() - begun);
                    }
                  });
          from.node()
              .dht()
              .findLease(
                  key("lease", number),
                  found -> {
                    Dht.LeaseView lease = found.found();
                    if (lease != null && lease.owner().equals(owner)) {
                      leases.onFound(kernel.nanos() - begun);
                    }
                  });
        });
  }

  Lookups records() {
    return records;
  }

  Lookups leases() {
    return leases;
  }

  /** Two nodes claim each of some keys at the same time; returns the share that exactly one got. */
  double duel() {
    duels.clear();
    for (int i = 0; i < DUELS; i++) {
      KeyDuel duel = new KeyDuel(key("duel", i));
      int one = random.nextInt(world.machines().size());
      int other = (one + 1 + random.nextInt(world.machines().size() - 1)) % world.machines().size();
      duel.enter(world.machines().get(one));
      duel.enter(world.machines().get(other));
      duels.add(duel);
    }
    world.runFor(SETTLING);
    return share(duels, duel -> duel.owners() == 1);
  }

  /** Share of those keys that more than one node held at the end. */
  double ownedTwice() {
    return share(duels, duel -> duel.owners() > 1);
  }

  /** Splits the network into halves, makes both claim the same keys, and heals it. */
  double heal() {
    for (SimulatedMachine machine : world.machines()) {
      world.network().moveToPart(machine.host(), machine.number() % 2);
    }
    world.runFor(SETTLING);
    List<KeyDuel> across = new ArrayList<>();
    for (int i = 0; i < DUELS; i++) {
      KeyDuel duel = new KeyDuel(key("part", i));
      duel.enter(world.machines().get(2 * random.nextInt(world.machines().size() / 2)));
      duel.enter(world.machines().get(2 * random.nextInt(world.machines().size() / 2) + 1));
      across.add(duel);
    }
    world.runFor(SETTLING);
    world.network().heal();
    long healed = world.kernel().nanos();
    long settled = Long.MAX_VALUE;
    while (world.kernel().nanos() - healed < HEALING.toNanos()) {
      boolean single = across.stream().allMatch(duel -> duel.owners() <= 1);
      settled = single ? Math.min(settled, world.kernel().nanos()) : Long.MAX_VALUE;
      world.runFor(POLL);
    }
    return settled == Long.MAX_VALUE ? Double.NaN : (settled - healed) / 1e9;
  }

  private static double share(List<KeyDuel> duels, Predicate<KeyDuel> condition) {
    return (double) duels.stream().filter(condition).count() / duels.size();
  }
}
