package net.groupvpn.overlay.dht;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.ScenarioNetwork;

/**
 * Nodes in virtual time, joined by messages that take 10 to 60 ms:
 *
 * <pre>
 *   DhtNode -- Engine          TestMember: one node and its view of the others
 *      |                          |
 *   TestMember --- deliver ---> TestNet: clock, loss, partitions --- deliver ---> TestMember
 * </pre>
 *
 * With {@code -Dgroupvpn.seed=N} all have that seed, as every {@link ScenarioNetwork}.
 */
final class TestNet {
  private static final long WALL_START_MILLIS = 1_700_000_000_000L;
  private static final long MIN_LATENCY_NANOS = 10_000_000L;
  private static final long LATENCY_SPREAD_NANOS = 50_000_000L;
  private static final long VIEW_CHANGE_NANOS = 1_000_000_000L;

  private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /** Something that one node sends to another. */
  record Sent(NodeId from, NodeId to, PayloadKind kind, byte[] payload) {}

  final SplittableRandom random;
  final LeaseTimes times;
  final List<TestMember> members = new ArrayList<>();

  /** Nodes whose certificates nobody accepts. */
  final Set<NodeId> foreign = new HashSet<>();

  /** Nodes that can neither send nor receive, although the others still count on them. */
  final Set<NodeId> muted = new HashSet<>();

  /** Nodes to which nobody has a link, although they live and can be reached. */
  final Set<NodeId> unlinked = new HashSet<>();

  /** Nobody has a session with anybody: everything travels by way of others. */
  boolean strangers;

  /** Sees everything that is sent. */
  Consumer<Sent> observer = sent -> {};

  /** Number of accounts as the CA states it; 0 if it does not. */
  int groupMembers;

  double loss;

  /** Probability that one node does not know one other. */
  double missing;

  private final Map<NodeId, Integer> accounts = new HashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos = 1_000_000_000L;
  private long sequence;

  TestNet(long seed) {
    this(seed, LeaseTimes.STANDARD);
  }

  TestNet(long seed, LeaseTimes times) {
    this.random = new SplittableRandom(ScenarioNetwork.seedInsteadOf(seed));
    this.times = times;
  }

  TestNet withMembers(int count) {
    for (int i = 0; i < count; i++) {
      add(NodeId.random(random));
    }
    return this;
  }

  /** One more node of the account with that number. */
  TestMember addOf(int account) {
    NodeId id = NodeId.random(random);
    accounts.put(id, account);
    return add(id);
  }

  /** The node's security: with its account, or without one. */
  ModelSecurity securityOf(NodeId id) {
    Integer account = accounts.get(id);
    Predicate<NodeId> trusted = peer -> !foreign.contains(peer);
    return account == null
        ? new ModelSecurity(id, Set.of(), trusted)
        : ModelSecurity.ofMember(id, account, () -> groupMembers, trusted);
  }

  String memberOf(NodeId id) {
    Integer account = accounts.get(id);
    return account == null ? "" : securityOf(id).member();
  }

  TestMember add(NodeId id) {
    TestMember member = new TestMember(this, id);
    members.add(member);
    viewsChange();
    return member;
  }

  Now now() {
    return new Now(nowNanos, WALL_START_MILLIS + nowNanos / 1_000_000);
  }

  long nanos() {
    return nowNanos;
  }

  /** The nodes that {@code viewer} can talk to, including itself. */
  List<TestMember> reachableFrom(TestMember viewer) {
    return members.stream().filter(m -> m.isAlive && m.partition == viewer.partition).toList();
  }

  /** The true replicas of a key among the living nodes, closest first. */
  List<TestMember> closest(NodeId key, int count) {
    return members.stream()
        .filter(m -> m.isAlive)
        .sorted((a, b) -> key.compareDistance(a.id, b.id))
        .limit(count)
        .toList();
  }

  void kill(TestMember member) {
    member.isAlive = false;
    viewsChange();
  }

  /** Restarts the same node ID without its memory. */
  TestMember restart(TestMember member) {
    kill(member);
    members.remove(member);
    TestMember fresh = add(member.id);
    fresh.partition = member.partition;
    return fresh;
  }

  /** Sorts members into partitions; views follow after a second. */
  void partition(ToIntFunction<TestMember> partOf) {
    members.forEach(m -> m.partition = partOf.applyAsInt(m));
    viewsChange();
  }

  void heal() {
    partition(m -> 0);
  }

  /** Makes all others drop their links with {@code member}, or restore them. */
  void setLinked(TestMember member, boolean linked) {
    if (linked) {
      unlinked.remove(member.id);
    } else {
      unlinked.add(member.id);
    }
    viewsChange();
  }

  /** Has {@code member} end its sessions with all others at once. */
  void hangUp(TestMember member) {
    unlinked.add(member.id);
    members.stream().filter(other -> other != member).forEach(TestMember::refreshView);
  }

  private void viewsChange() {
    after(VIEW_CHANGE_NANOS, () -> List.copyOf(members).forEach(TestMember::refreshView));
  }

  void send(TestMember from, NodeId to, NodeId target, PayloadKind kind, byte[] payload) {
    send(new OverlayPath(from.id, null), from, to, target, kind, payload);
  }

  /** Has {@code from} send to {@code to} in the name of {@code claimed}. */
  void sendAs(NodeId claimed, TestMember from, NodeId to, PayloadKind kind, byte[] payload) {
    send(new OverlayPath(claimed, null), from, to, to, kind, payload);
  }

  private void send(
      OverlayPath source,
      TestMember from,
      NodeId to,
      NodeId target,
      PayloadKind kind,
      byte[] payload) {
    observer.accept(new Sent(from.id, to, kind, payload));
    if (random.nextDouble() < loss || muted.contains(to) || muted.contains(from.id)) {
      return;
    }
    long latency = MIN_LATENCY_NANOS + random.nextLong(LATENCY_SPREAD_NANOS);
    after(
        latency,
        () ->
            reachableFrom(from).stream()
                .filter(m -> m.id.equals(to))
                .findFirst()
                .ifPresent(m -> m.receive(source, target, carrierOf(from.id), kind, payload)));
  }

  /** Whoever has no session with the others is carried by somebody who has. */
  private NodeId carrierOf(NodeId source) {
    boolean isStraight = !strangers && !unlinked.contains(source);
    return isStraight ? source : NodeId.hash(source.toBytes());
  }

  void after(long delayNanos, Runnable action) {
    events.add(new Event(nowNanos + delayNanos, sequence++, action));
  }

  void run(Duration duration) {
    long end = nowNanos + duration.toNanos();
    while (nextNanos() <= end) {
      step();
    }
    nowNanos = end;
  }

  /** Runs until {@code condition} holds; false if it does not within {@code limit}. */
  boolean runUntil(Duration limit, BooleanSupplier condition) {
    long end = nowNanos + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (nextNanos() > end) {
        return false;
      }
      step();
    }
    return true;
  }

  private long nextNanos() {
    Event next = events.peek();
    return next == null ? Long.MAX_VALUE : next.atNanos;
  }

  private void step() {
    Event event = events.remove();
    nowNanos = event.atNanos;
    event.action.run();
  }
}
