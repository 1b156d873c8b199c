package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.discovery.PublicDiscovery;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * 64 nodes of a stranger, each in a network of its own, fill the replicas of a group's key with
 * records of free keys, as fast as the limits allow. Honest nodes still meet there.
 */
class FloodScenarioTest {
  private static final int HONEST = 24;
  private static final int FLOODERS = 64;
  private static final int REPLICAS = 8;

  /** Records of each flooder at each replica: 4,224 in total, more than the limit. */
  private static final int MANY = 66;

  /** 640, more than the limit for one key. */
  private static final int SOME = 10;

  private static final int LONGEST_ROUNDS = 40;
  private static final long HALF_HOUR_NANOS = Duration.ofMinutes(30).toNanos();
  private static final byte[] ENTRY = new byte[144];

  private final TestNet net = new TestNet(47);
  private final NodeId key = NodeId.random(net.random);
  private final Random random = new Random(47);
  private final List<NodeId> flooders = new ArrayList<>();
  private long requests;

  @BeforeEach
  void build() {
    net.withMembers(HONEST).run(Duration.ofSeconds(2));
    for (int i = 0; i < FLOODERS; i++) {
      flooders.add(NodeId.random(net.random));
    }
  }

  private NodeId free() {
    return NodeId.random(random);
  }

  private NodeId nearKey() {
    byte[] bytes = key.toBytes();
    for (int i = bytes.length - 6; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return NodeId.of(bytes);
  }

  /** One record of a key made for it, with the highest version. */
  private byte[] store(NodeId under) {
    ModelSecurity publisher = new ModelSecurity(free());
    long lifeMillis = HALF_HOUR_NANOS / 1_000_000;
    byte[] content =
        new WireWriter()
            .text("groupvpn record 1")
            .nodeId(under)
            .nodeId(publisher.nodeId())
            .i64(Long.MAX_VALUE)
            .flag(false)
            .i64(lifeMillis)
            .i64(net.now().wallMillis() + lifeMillis)
            .variable(ENTRY)
            .toBytes();
    WireWriter request = new WireWriter().i64(requests++).code(DhtOp.STORE);
    request.i64(lifeMillis);
    new Signed(content, publisher.certificate(), publisher.sign(content)).write(request);
    return request.toBytes();
  }

  private void flood(int each, boolean underTheGroupsKey) {
    for (int i = 0; i < each; i++) {
      for (NodeId flooder : flooders) {
        for (TestMember replica : net.closest(key, REPLICAS)) {
          byte[] request = store(underTheGroupsKey ? key : nearKey());
          OverlayPath source = new OverlayPath(flooder, null);
          replica.receive(source, replica.id, flooder, PayloadKind.DHT_REQUEST, request);
        }
      }
      net.run(Duration.ofMillis(20));
    }
  }

  private void publish(TestMember member) {
    List<Integer> replicas = new ArrayList<>();
    member.act(dht -> dht.put(key, ENTRY, HALF_HOUR_NANOS, replicas::add));
    assertThat(net.runUntil(Duration.ofSeconds(10), () -> !replicas.isEmpty())).isTrue();
    assertThat(replicas.get(0)).isEqualTo(REPLICAS);
  }

  private List<NodeId> sample(TestMember seeker) {
    List<List<StoredRecord>> found = new ArrayList<>();
    seeker.act(dht -> dht.sample(key, found::add));
    assertThat(net.runUntil(Duration.ofSeconds(10), () -> !found.isEmpty())).isTrue();
    return found.get(0).stream().map(StoredRecord::publisher).toList();
  }

  /** How often {@code seeker} searches until it finds a member. */
  private int rounds(TestMember seeker, List<NodeId> members) {
    for (int round = 1; round <= LONGEST_ROUNDS; round++) {
      List<NodeId> drawn = new ArrayList<>(sample(seeker));
      Collections.shuffle(drawn, random);
      int tried = Math.min(PublicDiscovery.MAX_FOUND, drawn.size());
      if (!Collections.disjoint(drawn.subList(0, tried), members)) {
        return round;
      }
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void fullReplicasTakeTheEntriesOfANewGroupAndItsMembersMeetAtOnce() {
    flood(MANY, false);
    assertThat(evictions()).isPositive();
    TestMember first = net.members.get(0);
    TestMember newcomer = net.members.get(1);

    publish(first);
    flood(SOME, false);

    assertThat(sample(newcomer)).containsExactly(first.id);
  }

  /** A former member knows the group's secret. A lonely member searches each second. */
  @Test
  void amongAFormerMembersEntriesANewcomerFindsAMemberInTime() {
    List<TestMember> members = net.members.subList(0, 4);
    flood(SOME, true);
    members.forEach(this::publish);
    flood(SOME, true);

    int rounds = rounds(net.members.get(5), members.stream().map(m -> m.id).toList());

    assertThat(rounds).isLessThanOrEqualTo(LONGEST_ROUNDS);
  }

  private long evictions() {
    return net.members.stream()
        .mapToLong(m -> m.engine.counters().get(OverlayCounter.DHT_RECORD_EVICTED))
        .sum();
  }
}
