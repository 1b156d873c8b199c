package net.groupvpn.dhcpdns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.time.TimerTable;
import org.jspecify.annotations.Nullable;

/** Several fake overlays with one clock and one table of leases. Nothing is answered at once. */
public final class FakeWorld {
  public static final long LEASE_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A lease; {@code expiryNanos} counts only after its owner has gone. */
  static final class Lease {
    final FakeOverlay owner;
    final long generation;
    byte[] value;
    long expiryNanos = Long.MAX_VALUE;

    Lease(FakeOverlay owner, byte[] value, long generation) {
      this.owner = owner;
      this.value = value;
      this.generation = generation;
    }
  }

  final Map<NodeId, Lease> leases = new TreeMap<>();
  final List<FakeOverlay> overlays = new ArrayList<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Random random = new Random(7);
  private Now now = new Now(TimeUnit.HOURS.toNanos(5), 1_700_000_000_000L);
  private boolean silent;
  private boolean almostOver;
  private boolean withoutQuorum;
  private boolean withoutRecords;

  /** A node that has joined. */
  public FakeOverlay add() {
    FakeOverlay overlay = new FakeOverlay(this, NodeId.random(random), random.nextLong());
    overlays.add(overlay);
    return overlay;
  }

  /** Delivers everything that is under way. */
  public void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Advances time, timer by timer. */
  public void advance(long nanos) {
    run();
    long end = now.bootNanos() + nanos;
    for (long next = nextTimer(); next <= end; next = nextTimer()) {
      moveTo(Math.max(next, now.bootNanos()));
    }
    moveTo(end);
  }

  /** From now on the hash table finds nothing, and does not answer. */
  public void silenceLookups() {
    silent = true;
  }

  /** From now on too few nodes answer to tell who has a lease. */
  public void loseQuorum() {
    withoutQuorum = true;
  }

  /** From now on whoever answers shows no records. */
  public void hideRecords() {
    withoutRecords = true;
  }

  /** Enough nodes answer again. */
  public void regainQuorum() {
    withoutQuorum = false;
  }

  /** A node vanishes; its leases expire an hour later. */
  public void kill(FakeOverlay dead) {
    overlays.remove(dead);
    List<FakeOverlay> others = List.copyOf(overlays);
    others.forEach(other -> other.dropSession(dead.self()));
    leases.values().stream()
        .filter(lease -> lease.owner == dead)
        .forEach(lease -> lease.expiryNanos = now.bootNanos() + LEASE_NANOS);
  }

  Now now() {
    return now;
  }

  boolean isWithoutRecords() {
    return withoutRecords;
  }

  boolean isWithoutQuorum() {
    return withoutQuorum;
  }

  /** Makes replicas say that every lease is over by now. */
  public void setAlmostOver(boolean almostOver) {
    this.almostOver = almostOver;
  }

  boolean isAlmostOver() {
    return almostOver;
  }

  boolean isSilent() {
    return silent;
  }

  void later(Runnable task) {
    tasks.add(task);
  }

  @Nullable Lease lease(NodeId key) {
    Lease lease = leases.get(key);
    return lease == null || lease.expiryNanos <= now.bootNanos() ? null : lease;
  }

  @Nullable FakeOverlay find(NodeId node) {
    return overlays.stream().filter(o -> o.self().equals(node)).findFirst().orElse(null);
  }

  @Nullable NodeId closest(NodeId target) {
    Comparator<NodeId> order = target.byDistance();
    return overlays.stream().map(FakeOverlay::self).min(order).orElse(null);
  }

  private long nextTimer() {
    return overlays.stream()
        .mapToLong(o -> o.engine().nextTimeoutNanos())
        .min()
        .orElse(TimerTable.NONE);
  }

  private void moveTo(long bootNanos) {
    long passedMillis = TimeUnit.NANOSECONDS.toMillis(bootNanos - now.bootNanos());
    now = new Now(bootNanos, now.wallMillis() + passedMillis);
    List.copyOf(overlays).forEach(o -> o.engine().onTimeout(now));
    run();
  }
}
