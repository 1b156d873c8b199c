package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.groupvpn.overlay.dht.lease.HostileReplica;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That nobody has published something, or is at an ID, is known from a quorum alone. */
final class PublisherCensusTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MOST = Dht.REPLICAS / 2 + 1;

  private final TestNet net = new TestNet(3).withMembers(40);
  private final NodeId key = NodeId.random(net.random);
  private final TestMember publisher = net.closest(key, 30).get(20);
  private final TestMember asker = net.closest(key, 30).get(25);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aQuorumTellsWhoHasPublishedAndThatNobodyHas(boolean strangers) {
    publish();
    net.strangers = strangers;
    assertThat(publishers(key).found()).containsOnlyKeys(publisher.id);
    assertThat(publishers(NodeId.random(net.random)).found()).isEmpty();
  }

  @Test
  void whatIsWithdrawnIsNobodys() {
    publish();
    publisher.act(dht -> dht.remove(key));
    net.run(Duration.ofSeconds(5));
    assertThat(publishers(key).found()).isEmpty();
  }

  @Test
  void itIsNotKnownIfMostReplicasAreSilent() {
    publish();
    net.closest(key, MOST).forEach(replica -> net.muted.add(replica.id));
    assertThat(publishers(key)).isEqualTo(Finding.unknown());
  }

  @Test
  void oneReplicaCanNeitherHideAPublisherNorInventOne() {
    publish();
    lie(net.closest(key, 1).get(0));
    assertThat(publishers(key).found()).containsOnlyKeys(publisher.id);
  }

  @Test
  void oneReplicaDoesNotSpeakForOthers() {
    publish();
    List<TestMember> replicas = net.closest(key, Dht.REPLICAS);
    replicas.subList(1, 1 + MOST).forEach(replica -> net.muted.add(replica.id));
    lie(replicas.get(0));
    assertThat(publishers(key)).isEqualTo(Finding.unknown());
  }

  @Test
  void theClosestNodeIsKnownFromAQuorumAlone() {
    net.run(Duration.ofSeconds(2));
    lie(net.closest(key, 2).get(1));
    assertThat(closest().found()).isEqualTo(net.closest(key, 1).get(0).id);
    net.closest(key, MOST).forEach(replica -> net.muted.add(replica.id));
    assertThat(closest()).isEqualTo(Finding.unknown());
  }

  /** Its neighbours alone do not make it one that does not exist. */
  @Test
  void theClosestNodeIsNotKnownWhileItIsSilent() {
    net.run(Duration.ofSeconds(2));
    net.muted.add(net.closest(key, 1).get(0).id);
    assertThat(closest()).isEqualTo(Finding.unknown());
  }

  private void lie(TestMember replica) {
    replica.hostile = new HostileReplica(net.securityOf(replica.id));
  }

  private void publish() {
    net.run(Duration.ofSeconds(2));
    publisher.act(dht -> dht.put(key, new byte[] {1}, LONG.toNanos(), stored -> {}));
    net.run(Duration.ofSeconds(5));
  }

  private Finding<Map<NodeId, Long>> publishers(NodeId under) {
    List<Finding<Map<NodeId, Long>>> answers = new ArrayList<>();
    asker.act(dht -> dht.findPublishers(under, answers::add));
    assertThat(net.runUntil(LONG, () -> !answers.isEmpty())).isTrue();
    return Objects.requireNonNull(answers.get(0));
  }

  private Finding<NodeId> closest() {
    List<Finding<NodeId>> answers = new ArrayList<>();
    asker.act(dht -> dht.findClosestProved(key, answers::add));
    assertThat(net.runUntil(LONG, () -> !answers.isEmpty())).isTrue();
    return Objects.requireNonNull(answers.get(0));
  }
}
