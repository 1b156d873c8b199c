package net.groupvpn.gateway.nat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.gateway.ExitRule;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.AddressRange;

/**
 * A NAT in virtual time.
 *
 * <pre>
 *   TestClient -- wire (delay, loss, disorder, doubles) -- NatCore -- FakeOutside
 * </pre>
 */
final class NatBed {
  static final NatAddress MEMBER = TestPackets.address("10.128.0.7");
  static final NatAddress MEMBER6 = TestPackets.address("fd12:3456:789a::7");
  static final NatAddress SERVER = TestPackets.address("198.51.100.9");
  static final NatAddress SERVER6 = TestPackets.address("2001:db8::9");
  static final NodeId ALICE = NodeId.hash(TestPackets.ascii("alice"));
  static final NodeId BOB = NodeId.hash(TestPackets.ascii("bob"));
  static final int MTU = 1_280;

  final FakeOutside outside = new FakeOutside();
  final NatCounts counts = new NatCounts();
  final List<byte[]> toMembers = new ArrayList<>();
  final Random random;
  final NatCore core;
  long now = TimeUnit.DAYS.toNanos(3);

  /** One way; loss and the like hold for both ways. */
  long delayNanos = TimeUnit.MILLISECONDS.toNanos(5);

  double loss;
  double duplicates;
  double disorder;

  private final Map<NodeId, Consumer<byte[]>> receivers = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private long order;

  private record Event(long at, long order, Runnable action) {}

  NatBed() {
    this(1, NatLimits.DEFAULT);
  }

  NatBed(long seed, NatLimits limits) {
    random = new Random(seed);
    NatCore.Settings settings =
        new NatCore.Settings(
            limits,
            Ipv4Address.parse("10.128.0.1"),
            new Ipv6Address(0xfd123456789aL << 16, 1),
            MTU);
    core = new NatCore(settings, rule(List.of()), outside, this::onPacket, counts, random);
  }

  static ExitRule rule(List<AddressRange> allowed) {
    List<AddressRange> group =
        List.of(
            new AddressRange(Ipv4Address.parse("10.128.0.0").toInetAddress(), 16),
            new AddressRange(new Ipv6Address(0xfd123456789aL << 16, 0).toInetAddress(), 48));
    InetAddress own = Ipv4Address.parse("203.0.113.5").toInetAddress();
    return ExitRule.of(group, List.of(own), List.of(new AddressRange(own, 30)), allowed);
  }

  private void onPacket(NodeId member, byte[] packet) {
    toMembers.add(packet);
    Consumer<byte[]> receiver = receivers.get(member);
    if (receiver != null) {
      carry(() -> receiver.accept(packet));
    }
  }

  /** Whoever wants a member's packets as they arrive. */
  void receive(NodeId member, Consumer<byte[]> receiver) {
    receivers.put(member, receiver);
  }

  /** Sends a packet of a member over the wire. */
  void send(NodeId member, byte[] packet) {
    carry(() -> give(member, packet));
  }

  /** Gives a packet to the NAT now. */
  void give(NodeId member, byte[] packet) {
    core.onPacket(now, member, packet.clone());
    core.flush(now);
  }

  private void carry(Runnable arrival) {
    if (random.nextDouble() < loss) {
      return;
    }
    long late = random.nextDouble() < disorder ? random.nextLong(4 * delayNanos + 1) : 0;
    after(delayNanos + late, arrival);
    if (random.nextDouble() < duplicates) {
      after(delayNanos + random.nextLong(delayNanos + 1), arrival);
    }
  }

  void after(long nanos, Runnable action) {
    events.add(new Event(now + nanos, order++, action));
  }

  /** Lets time pass until nothing more happens within the limit. */
  void run(long nanos) {
    long end = now + nanos;
    while (true) {
      Event event = events.peek();
      long nextEvent = event == null ? Long.MAX_VALUE : event.at;
      long next = Math.min(nextEvent, Math.max(now, core.nextTimeoutNanos()));
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      if (event != null && nextEvent <= now) {
        events.remove();
        event.action.run();
      }
      core.onTimeout(now);
      while (core.needsFlush()) {
        core.flush(now);
      }
    }
  }

  void runSeconds(double seconds) {
    run((long) (seconds * 1e9));
  }

  /** Has a server move bytes now. */
  void stir(FakeServer server) {
    server.update(now);
    core.flush(now);
  }

  byte[] lastToMember() {
    return toMembers.get(toMembers.size() - 1);
  }

  long count(NatCounter counter) {
    return counts.get(counter);
  }
}
