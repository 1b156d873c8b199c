package net.groupvpn.lab.duels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.time.Now;

/**
 * Members of one group in virtual time, joined by messages that take 10 to 60 ms:
 *
 * <pre>
 *   DhtNode -- Engine        Peer: one node and its view of the others
 *      |                       |
 *     Peer --- send ---&gt; DuelNet: clock, loss --- deliver ---&gt; Peer, or Liar
 * </pre>
 */
final class DuelNet {
  private static final long WALL_START_MILLIS = 1_700_000_000_000L;
  private static final long START_NANOS = 1_000_000_000L;
  private static final long MIN_LATENCY_NANOS = 10_000_000L;
  private static final long LATENCY_SPREAD_NANOS = 50_000_000L;
  private static final Duration SETTLING = Duration.ofSeconds(5);

  private record Event(long atNanos, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  final SplittableRandom random;
  final Conditions conditions;
  final LeaseTimes times = LeaseTimes.STANDARD;
  final Misses misses;

  /** Indexed by the member's number minus one; the liars come first. */
  final List<Peer> peers = new ArrayList<>();

  final MemberChurn churn;

  /** Sees the messages of honest nodes. */
  Wiretap wiretap = Wiretap.NONE;

  private final Map<NodeId, Peer> peersById = new HashMap<>();
  private final Map<NodeId, ModelSecurity> securities = new HashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long nowNanos = START_NANOS;
  private long sequence;

  /** Introduces the members to each other. */
  DuelNet(Conditions conditions, long seed) {
    this.conditions = conditions;
    this.random = new SplittableRandom(seed);
    this.misses = new Misses(random.nextLong(), conditions.missing());
    this.churn = new MemberChurn(this);
    List<ModelSecurity> lying = new ArrayList<>();
    for (int member = 1; member <= conditions.members(); member++) {
      NodeId id = NodeId.random(random);
      ModelSecurity security =
          ModelSecurity.ofMember(id, member, conditions::members, peer -> true);
      securities.put(id, security);
      if (member <= conditions.liars()) {
        lying.add(security);
      }
      install(new Peer(this, security));
    }
    for (int i = 0; i < conditions.liars(); i++) {
      Peer liar = peers.get(i);
      liar.patch(new Liar(this, liar.security, lying, Liar.Way.drawn(random, conditions.ways())));
    }
    peers.forEach(Peer::meetAll);
    run(SETTLING);
    honest().forEach(churn::begin);
  }

  /** Replaces the peer with the same ID. */
  void install(Peer peer) {
    Peer before = peersById.put(peer.id, peer);
    if (before == null) {
      peers.add(peer);
    } else {
      peers.set(peers.indexOf(before), peer);
    }
  }

  List<Peer> honest() {
    return peers.subList(conditions.liars(), peers.size());
  }

  Peer peer(NodeId id) {
    Peer peer = peersById.get(id);
    if (peer == null) {
      throw new IllegalArgumentException("there is no node " + id);
    }
    return peer;
  }

  /** The member of a node, empty if there is no such node. */
  String memberOf(NodeId id) {
    ModelSecurity security = securities.get(id);
    return security == null ? "" : security.member();
  }

  /** The members that should decide about a key: the closest living ones. */
  List<NodeId> trueCommittee(NodeId key, int seats) {
    return peers.stream()
        .filter(peer -> peer.isAlive)
        .map(peer -> peer.id)
        .sorted(key.byDistance())
        .limit(seats)
        .toList();
  }

  Now now() {
    return new Now(nowNanos, WALL_START_MILLIS + nowNanos / 1_000_000);
  }

  long nanos() {
    return nowNanos;
  }

  void send(Peer from, NodeId to, NodeId target, PayloadKind kind, byte[] payload) {
    if (random.nextDouble() < Conditions.LOSS) {
      return;
    }
    OverlayPath source = new OverlayPath(from.id, null);
    after(
        MIN_LATENCY_NANOS + random.nextLong(LATENCY_SPREAD_NANOS),
        () -> {
          Peer receiver = peersById.get(to);
          if (receiver != null) {
            receiver.receive(source, target, kind, payload);
          }
        });
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
        nowNanos = end;
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
