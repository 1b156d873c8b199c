package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stories about put and get. */
final class RecordTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

  private static TestNet net(long seed, int members) {
    TestNet net = new TestNet(seed).withMembers(members);
    net.run(Duration.ofSeconds(2));
    return net;
  }

  private static int put(TestNet net, TestMember publisher, NodeId key, byte[] value, long ttl) {
    int[] stored = {-1};
    publisher.act(dht -> dht.put(key, value, ttl, count -> stored[0] = count));
    assertThat(net.runUntil(SOON, () -> stored[0] >= 0)).isTrue();
    return stored[0];
  }

  private static List<StoredRecord> get(TestNet net, TestMember asker, NodeId key) {
    List<StoredRecord> found = new ArrayList<>();
    boolean[] answered = {false};
    asker.act(
        dht ->
            dht.get(
                key,
                records -> {
                  found.addAll(records);
                  answered[0] = true;
                }));
    assertThat(net.runUntil(SOON, () -> answered[0])).isTrue();
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 200})
  void whatOnePutsAnotherGets(int members) {
    TestNet net = net(members, members);
    NodeId key = NodeId.random(net.random);
    byte[] value = new byte[Dht.MAX_VALUE_BYTES];
    int stored = put(net, net.members.get(0), key, value, HOUR_NANOS);

    assertThat(stored).isEqualTo(Math.min(members, Dht.REPLICAS));
    List<StoredRecord> found = get(net, net.members.get(members - 1), key);
    assertThat(found).hasSize(1);
    assertThat(found.get(0).publisher()).isEqualTo(net.members.get(0).id);
    assertThat(found.get(0).value()).isEqualTo(value);
  }

  @Test
  void newestVersionOfEachPublisherIsFoundOverSeveralPages() {
    TestNet net = net(1, 40);
    NodeId key = NodeId.random(net.random);
    for (TestMember member : net.members) {
      put(net, member, key, new byte[Dht.MAX_VALUE_BYTES], HOUR_NANOS);
      put(net, member, key, new byte[] {7}, HOUR_NANOS);
      put(net, member, key, new byte[700], HOUR_NANOS);
    }
    List<StoredRecord> found = get(net, net.members.get(3), key);
    assertThat(found).hasSize(40).allMatch(record -> record.value().length == 700);
    assertThat(found).isSortedAccordingTo((a, b) -> Long.compare(b.version(), a.version()));
  }

  @Test
  void recordIsFoundSoonAfterAllClocksWereSetAhead() {
    TestNet net = net(1, 9);
    TestMember publisher = net.members.get(0);
    NodeId key = NodeId.random(net.random);
    put(net, publisher, key, new byte[] {7}, HOUR_NANOS);
    net.members.forEach(member -> member.ahead = Duration.ofDays(8));
    assertThat(get(net, net.members.get(1), key)).isEmpty();

    net.members.forEach(member -> member.act(DhtNode::onClockSet));
    net.run(Duration.ofSeconds(5));

    assertThat(get(net, net.members.get(1), key)).hasSize(1);
  }

  private static List<StoredRecord> sample(TestNet net, TestMember asker, NodeId key) {
    List<List<StoredRecord>> answers = new ArrayList<>();
    asker.act(dht -> dht.sample(key, answers::add));
    assertThat(net.runUntil(SOON, () -> !answers.isEmpty())).isTrue();
    return answers.get(0);
  }

  @Test
  void aSampleOfFewIsAllAndASampleOfManyDiffersEachTime() {
    TestNet net = net(6, 60);
    NodeId few = NodeId.random(net.random);
    NodeId many = NodeId.random(net.random);
    for (TestMember member : net.members) {
      put(net, member, many, new byte[Dht.MAX_VALUE_BYTES], HOUR_NANOS);
    }
    net.members.subList(0, 3).forEach(member -> put(net, member, few, new byte[] {1}, HOUR_NANOS));
    assertThat(sample(net, net.members.get(9), few)).hasSize(3);
    Set<NodeId> drawn = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      sample(net, net.members.get(9), many).forEach(record -> drawn.add(record.publisher()));
    }
    assertThat(drawn).hasSize(60);
  }

  @Test
  void recordSurvivesTheDeathOfAllItsFirstReplicas() {
    TestNet net = net(2, 60);
    NodeId key = NodeId.random(net.random);
    TestMember publisher = net.closest(key, 60).get(50);
    put(net, publisher, key, new byte[] {1}, HOUR_NANOS);
    for (int i = 0; i < 20; i++) {
      net.kill(net.closest(key, 1).get(0));
      net.run(Duration.ofSeconds(5));
    }
    assertThat(get(net, net.closest(key, 30).get(25), key)).hasSize(1);
  }

  @Test
  void leavingReplicaHandsOver() {
    TestNet net = net(3, 9);
    NodeId key = NodeId.random(net.random);
    TestMember publisher = net.closest(key, 9).get(8);
    put(net, publisher, key, new byte[] {1}, HOUR_NANOS);
    assertThat(publisher.dht.storedRecords()).isZero();
    net.closest(key, 1).get(0).act(DhtNode::leave);
    net.run(Duration.ofSeconds(1));
    assertThat(publisher.dht.storedRecords()).isEqualTo(1);
  }

  @Test
  void recordLivesAsLongAsItsPublisherRefreshesIt() {
    TestNet net = net(4, 20);
    NodeId key = NodeId.random(net.random);
    TestMember publisher = net.closest(key, 20).get(19);
    put(net, publisher, key, new byte[] {1}, Duration.ofSeconds(60).toNanos());
    net.run(Duration.ofMinutes(10));
    assertThat(get(net, net.members.get(5), key)).hasSize(1);
    net.kill(publisher);
    net.run(Duration.ofSeconds(70));
    assertThat(get(net, net.closest(key, 1).get(0), key)).isEmpty();
  }

  @Test
  void removedRecordIsGoneAndStaysGone() {
    TestNet net = net(5, 20);
    NodeId key = NodeId.random(net.random);
    TestMember publisher = net.members.get(0);
    put(net, publisher, key, new byte[] {1}, HOUR_NANOS);
    publisher.act(dht -> dht.remove(key));
    net.run(Duration.ofMinutes(2));
    assertThat(get(net, net.members.get(5), key)).isEmpty();
  }

  @Test
  void foreignCertificateIsNeitherStoredNorReturned() {
    TestNet net = net(6, 20);
    NodeId key = NodeId.random(net.random);
    TestMember stranger = net.closest(key, 1).get(0);
    net.foreign.add(stranger.id);
    int stored = put(net, stranger, key, new byte[] {1}, HOUR_NANOS);
    assertThat(stored).as("by itself alone").isEqualTo(1);
    assertThat(get(net, net.members.get(5), key)).isEmpty();
    assertThat(
            net.closest(key, 3).get(1).engine.counters().get(OverlayCounter.DROPPED_DHT_SIGNATURE))
        .isPositive();
  }

  @Test
  void publisherBeyondItsQuotaIsRefused() {
    TestNet net = net(7, 3);
    TestMember publisher = net.members.get(0);
    for (int i = 0; i < 64; i++) {
      assertThat(put(net, publisher, NodeId.random(net.random), new byte[0], HOUR_NANOS))
          .isEqualTo(3);
    }
    NodeId oneMore = NodeId.random(net.random);
    assertThatThrownBy(() -> publisher.act(d -> d.put(oneMore, new byte[0], HOUR_NANOS, n -> {})))
        .isInstanceOf(IllegalStateException.class);

    TestMember again = net.restart(publisher);
    net.run(Duration.ofSeconds(2));
    assertThat(put(net, again, oneMore, new byte[0], HOUR_NANOS)).as("itself alone").isEqualTo(1);
    TestMember replica = net.members.get(0);
    assertThat(replica.engine.counters().get(OverlayCounter.DROPPED_DHT_RECORD_QUOTA)).isPositive();
  }

  @Test
  void oversizedValueIsRefusedAtOnce() {
    TestNet net = net(8, 1);
    byte[] tooLong = new byte[Dht.MAX_VALUE_BYTES + 1];
    assertThatThrownBy(
            () ->
                net.members.get(0).act(d -> d.put(NodeId.random(net.random), tooLong, 1, n -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1025");
  }

  @Test
  void lookupEndsAtTheTrulyClosestNode() {
    TestNet net = net(9, 200);
    for (int i = 0; i < 20; i++) {
      NodeId target = NodeId.random(net.random);
      List<NodeId> found = new ArrayList<>();
      net.members.get(i).act(d -> d.findClosest(target, node -> addIfFound(found, node)));
      net.run(Duration.ofSeconds(1));
      assertThat(found).containsExactly(net.closest(target, 1).get(0).id);
    }
  }

  private static void addIfFound(List<NodeId> found, @Nullable NodeId node) {
    if (node != null) {
      found.add(node);
    }
  }
}
