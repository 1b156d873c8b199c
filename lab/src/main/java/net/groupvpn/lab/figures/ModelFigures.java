package net.groupvpn.lab.figures;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.OverlayNode;

/**
 * Hundreds of nodes in virtual time: joining, idling, and the effect of a mass death on look-ups.
 */
final class ModelFigures {
  private static final long SEED = 2;
  private static final double KILLED_SHARE = 0.2;
  private static final double RECOVERY_LIMIT_SECONDS = 60;
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final Duration STORING = Duration.ofSeconds(30);
  private static final Duration IDLING = Duration.ofMinutes(2);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);
  private static final int ROUNDS = 18;
  private static final int KEYS_PER_ROUND = 100;

  /** Longest duration of a look-up. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(40);

  private final int count;
  private final PrintStream progress;
  private final ModelOverlay overlay = new ModelOverlay(SEED);
  private final List<Figure> figures = new ArrayList<>();

  ModelFigures(int count, PrintStream progress) {
    this.count = count;
    this.progress = progress;
  }

  List<Figure> measure() {
    join();
    List<LiveKey> keys = store();
    idle();
    killAndLook(keys);
    return figures;
  }

  private void join() {
    double cpu = cpuSeconds();
    overlay.grow(count);
    int joined = (int) overlay.nodes().stream().filter(OverlayNode::isJoined).count();
    progress.printf(
        Locale.ROOT, "%d of %d joined after %.0f s%n", joined, count, overlay.seconds());
    figures.add(
        Figure.atLeast(
            "model.joined",
            count + " model nodes join, 20 ms after one another",
            count,
            joined,
            "nodes",
            "all joined after %.1f s of virtual time and %.0f s of processor time"
                .formatted(overlay.seconds(), cpuSeconds() - cpu)));
    overlay.runFor(SETTLING);
  }

  /** Every node stores a record and claims a lease; returns those that succeeded. */
  private List<LiveKey> store() {
    Set<NodeId> stored = new HashSet<>();
    Set<NodeId> held = new HashSet<>();
    for (OverlayNode node : overlay.nodes()) {
      LiveKey key = new LiveKey(node.self());
      byte[] value = node.self().toBytes();
      overlay.command(
          node,
          () -> {
            long lifetime = Duration.ofHours(1).toNanos();
            node.dht()
                .put(key.recordKey(), value, lifetime, n -> addIf(n > 0, stored, node.self()));
            node.dht().claim(key.leaseKey(), value, new Holding(node.self(), held));
          });
    }
    overlay.runFor(STORING);
    stored.retainAll(held);
    progress.printf("%d records and leases are stored%n", stored.size());
    return overlay.nodes().stream()
        .map(OverlayNode::self)
        .filter(stored::contains)
        .map(LiveKey::new)
        .toList();
  }

  private static void addIf(boolean condition, Set<NodeId> set, NodeId node) {
    if (condition) {
      set.add(node);
    }
  }

  private record Holding(NodeId node, Set<NodeId> held) implements Dht.ClaimListener {
    @Override
    public void onHeld(Dht.Claim claim) {
      held.add(node);
    }

    @Override
    public void onTaken(Dht.Claim claim, NodeId owner) {}

    @Override
    public void onLost(Dht.Claim claim, String reason) {
      held.remove(node);
    }
  }

  private void idle() {
    long before = overlay.sentBytes();
    overlay.runFor(IDLING);
    double perNode = (double) (overlay.sentBytes() - before) / IDLING.toSeconds() / count;
    figures.add(
        Figure.withoutTarget(
            "model.idle",
            "an idle model node among " + count + " sends",
            perNode,
            "B/s",
            "UDP payload, over 2 minutes of virtual time"));
  }

  private void killAndLook(List<LiveKey> keys) {
    overlay.kill((int) Math.round(count * KILLED_SHARE));
    double killedAt = overlay.seconds();
    double cpu = cpuSeconds();
    List<LookupRound> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(LookupRound.begin(overlay, some(keys, i)));
      overlay.runFor(BETWEEN_ROUNDS);
    }
    rounds.add(LookupRound.begin(overlay, keys));
    overlay.runFor(LAST_ANSWERS);
    rounds.forEach(round -> show(round, killedAt));
    report(rounds, killedAt, cpuSeconds() - cpu);
  }

  /** Other keys in each round. */
  private static List<LiveKey> some(List<LiveKey> keys, int round) {
    List<LiveKey> some = new ArrayList<>();
    for (int i = 0; i < Math.min(KEYS_PER_ROUND, keys.size()); i++) {
      some.add(keys.get((round * KEYS_PER_ROUND + i) % keys.size()));
    }
    return some;
  }

  private void show(LookupRound round, double killedAt) {
    progress.printf(
        Locale.ROOT,
        "%4.0f s after the kill: closest %.1f %%, records %.1f %%, leases %.1f %%, siblings %.1f %%%n",
        round.begunSeconds() - killedAt,
        100 * round.closestShare(),
        100 * round.recordShare(),
        100 * round.leaseShare(),
        100 * round.trueSiblings());
  }

  private void report(List<LookupRound> rounds, double killedAt, double cpu) {
    LookupRound first = rounds.get(0);
    figures.add(
        Figure.withoutTarget(
            "model.kill.at_once",
            "lookups begun right after 20 % were killed end at the true closest node",
            100 * first.closestShare(),
            "%",
            "records found: %.0f %%, leases found: %.0f %%"
                .formatted(100 * first.recordShare(), 100 * first.leaseShare())));
    figures.add(
        Figure.atMost(
            "model.kill.recovered",
            "all lookups right again after 20 % were killed",
            RECOVERY_LIMIT_SECONDS,
            secondsUntilRight(rounds, killedAt),
            "s (virtual)",
            "of %d random keys, records and leases each, every %d s; %.0f s of processor time"
                .formatted(KEYS_PER_ROUND, BETWEEN_ROUNDS.toSeconds(), cpu)));
    LookupRound last = rounds.get(rounds.size() - 1);
    figures.add(
        Figure.atLeast(
            "model.kill.all",
            "every live key found and every lookup right, %.0f s after the kill"
                .formatted(last.begunSeconds() - killedAt),
            100,
            100 * Math.min(last.closestShare(), Math.min(last.recordShare(), last.leaseShare())),
            "%",
            "true siblings: %.1f %% of the nodes; the least of closest %.1f %%, records %.1f %%,"
                    .formatted(
                        100 * last.trueSiblings(),
                        100 * last.closestShare(),
                        100 * last.recordShare())
                + " leases %.1f %%".formatted(100 * last.leaseShare())));
  }

  private static double secondsUntilRight(List<LookupRound> rounds, double killedAt) {
    int right = rounds.size();
    while (right > 0 && rounds.get(right - 1).isAllRight()) {
      right--;
    }
    return right < rounds.size()
        ? rounds.get(right).begunSeconds() - killedAt
        : Double.POSITIVE_INFINITY;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
