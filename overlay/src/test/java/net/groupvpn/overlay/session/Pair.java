package net.groupvpn.overlay.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes and the network between them, in virtual time. Work runs inline.
 *
 * <pre>
 *   a 192.0.2.1:7400 ---- link(frame) ---- b 192.0.2.2:7400
 *        \---------- the overlay, if up ---------/
 * </pre>
 */
final class Pair {
  static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** A frame in flight; {@code number} counts all frames from 0. */
  record Frame(TestNode from, Path path, byte[] bytes, int number) {}

  private record Arrival(long atNanos, int sequence, TestNode to, Path from, byte[] bytes)
      implements Comparable<Arrival> {
    @Override
    public int compareTo(Arrival other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Integer.compare(sequence, other.sequence);
    }
  }

  final Random random;
  final TestNode a;
  final TestNode b;
  final List<Frame> sent = new ArrayList<>();
  boolean overlayUp = true;

  /** Delays in nanoseconds after which each copy of a frame arrives; an empty list loses it. */
  Function<Frame, List<Long>> link = frame -> List.of(DELAY_NANOS);

  private final PriorityQueue<Arrival> arrivals = new PriorityQueue<>();
  private int sequence;
  private long nowNanos = TimeUnit.SECONDS.toNanos(1_000);

  /** Nodes that nobody admits. */
  final Set<NodeId> revoked;

  Pair(long seed) {
    this(seed, new TreeSet<>());
  }

  private Pair(long seed, Set<NodeId> revoked) {
    this(
        seed,
        (id, ignored) -> new ModelSecurity(id, Set.of(), peer -> !revoked.contains(peer)),
        revoked);
  }

  /** Makes a node's security port. */
  interface SecurityMaker {
    Security make(NodeId self, Random random);
  }

  Pair(long seed, SecurityMaker maker) {
    this(seed, maker, Set.of());
  }

  private Pair(long seed, SecurityMaker maker, Set<NodeId> revoked) {
    this.revoked = revoked;
    random = new Random(seed);
    NodeId low = NodeId.ofHex("10".repeat(NodeId.BYTES));
    NodeId high = NodeId.ofHex("90".repeat(NodeId.BYTES));
    a = new TestNode(this, maker.make(low, random), endpoint("192.0.2.1"));
    b = new TestNode(this, maker.make(high, random), endpoint("192.0.2.2"));
  }

  static Endpoint endpoint(String address) {
    try {
      return new Endpoint(InetAddress.getByName(address), 7_400);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }

  Now now() {
    return new Now(
        nowNanos, TestGroup.NOW.toEpochMilli() + TimeUnit.NANOSECONDS.toMillis(nowNanos));
  }

  TestNode other(TestNode node) {
    return node == a ? b : a;
  }

  /** Opens a direct session from a to b and runs until everything is quiet. */
  void establish() {
    a.open(b.direct(), b.id());
    runFor(TimeUnit.SECONDS.toNanos(2));
  }

  void transmit(TestNode from, Path path, byte[] bytes) {
    Frame frame = new Frame(from, path, bytes, sent.size());
    sent.add(frame);
    TestNode to = other(from);
    @Nullable Path seenFrom = seenFrom(from, to, path);
    if (seenFrom != null) {
      for (long delay : link.apply(frame)) {
        inject(to, seenFrom, bytes, delay);
      }
    }
  }

  void inject(TestNode to, Path from, byte[] bytes, long delayNanos) {
    arrivals.add(new Arrival(nowNanos + delayNanos, sequence++, to, from, bytes));
  }

  private @Nullable Path seenFrom(TestNode from, TestNode to, Path path) {
    if (path instanceof DirectPath direct) {
      if (direct.endpoint().equals(to.second)) {
        return from.second == null ? null : new DirectPath(from.second);
      }
      return direct.endpoint().equals(to.endpoint) ? new DirectPath(from.endpoint) : null;
    }
    return overlayUp ? new OverlayPath(from.id(), null) : null;
  }

  /** Runs whatever is due in the given span, one input at a time. */
  void runFor(long nanos) {
    long end = nowNanos + nanos;
    while (true) {
      long next = Math.min(nextArrival(), Math.min(a.nextTimeout(), b.nextTimeout()));
      if (next > end) {
        nowNanos = end;
        return;
      }
      nowNanos = Math.max(nowNanos, next);
      step();
    }
  }

  private long nextArrival() {
    return arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.peek().atNanos;
  }

  private void step() {
    if (nextArrival() <= nowNanos) {
      Arrival arrival = arrivals.remove();
      arrival.to.receive(arrival.from, arrival.bytes);
    } else if (a.nextTimeout() <= nowNanos) {
      a.timeout();
    } else {
      b.timeout();
    }
  }
}
