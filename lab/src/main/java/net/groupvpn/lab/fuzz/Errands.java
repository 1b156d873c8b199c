package net.groupvpn.lab.fuzz;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;

/**
 * What honest nodes do in the meantime, so that they wait for answers that the hostile node gives.
 */
final class Errands {
  private static final int QUERY_MILLIS = 2_000;
  private static final int ERRAND_ONE_IN = 4;
  private static final long RECORD_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final FuzzWorld world;
  private final Dice dice;
  private final List<NodeId> keys;

  Errands(FuzzWorld world, Dice dice) {
    this.world = world;
    this.dice = dice;
    this.keys = List.of(dice.id(), dice.id(), dice.id(), dice.id());
  }

  /** Makes some machines start something. */
  void run() {
    for (int i = 0; i < world.honest.size(); i++) {
      int number = i;
      FuzzMachine machine = world.honest.get(i);
      if (dice.oneIn(ERRAND_ONE_IN)) {
        machine.host().command(() -> begin(machine, number));
      }
    }
  }

  private void begin(FuzzMachine machine, int number) {
    OverlayNode node = machine.nodes().get(0);
    OverlayNode any = dice.oneOf(machine.nodes());
    switch (dice.below(10)) {
      case 0 -> any.dht().get(dice.id(), found -> {});
      case 1 -> any.dht().findLease(dice.id(), found -> {});
      case 2 -> any.dht().findClosest(dice.id(), found -> {});
      case 3 -> {
        any.connect(dice.id());
        any.dht().put(dice.oneOf(keys), dice.bytes(40), RECORD_NANOS, stored -> {});
      }
      case 4 -> world.tracers.get(number).trace(dice.id(), hops -> {});
      case 5 -> world.surveys.get(number).query(QUERY_MILLIS, result -> {});
      case 6 -> world.surveys.get(number).crawl(report -> {});
      case 8 -> any.dht().findPublishers(dice.oneOf(keys), found -> {});
      case 7 -> world.newsDesks.get(number).publish();
      default -> node.attachment().checkFiltering(behaviour -> {});
    }
  }

  /** Sums over all honest nodes. */
  Map<String, Long> counters() {
    Map<String, Long> sums = new TreeMap<>();
    for (FuzzMachine machine : world.honest) {
      for (OverlayNode node : machine.nodes()) {
        node.status().counters().forEach((name, count) -> sums.merge(name, count, Long::sum));
      }
    }
    return sums;
  }
}
