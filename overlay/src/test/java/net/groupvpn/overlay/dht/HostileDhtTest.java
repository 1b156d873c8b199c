package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** Input from outside may be anything. */
final class HostileDhtTest {
  private static final int LEASES_OF_ONE_NODE = 144;
  private static final Duration CLAIMING = Duration.ofMinutes(15);
  private static final int MUTATED = 100_000;
  private static final LeaseTimes SHORT =
      LeaseTimes.of(Duration.ofSeconds(60), Duration.ofSeconds(10));

  private record Heard(PayloadKind kind, byte[] payload) {}

  private final TestNet net = new TestNet(1, SHORT).withMembers(12);
  private final List<Heard> heard = new ArrayList<>();

  private void recordSomeTraffic() {
    net.observer = sent -> heard.add(new Heard(sent.kind(), sent.payload()));
    net.run(Duration.ofSeconds(2));
    TestMember member = net.members.get(0);
    NodeId key = NodeId.random(net.random);
    Owner owner = Owner.claiming(member, key);
    member.act(dht -> dht.put(key, new byte[100], Duration.ofHours(1).toNanos(), n -> {}));
    net.run(Duration.ofSeconds(5));
    member.act(dht -> dht.get(key, records -> {}));
    member.act(dht -> dht.findLease(key, view -> {}));
    net.run(Duration.ofSeconds(5));
    owner.release();
    net.run(Duration.ofSeconds(5));
    net.observer = sent -> {};
  }

  private byte[] mutate(byte[] payload) {
    byte[] mutated = payload.clone();
    int changes = 1 + net.random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      mutated[net.random.nextInt(mutated.length)] ^= (byte) (1 << net.random.nextInt(8));
    }
    int length = net.random.nextInt(4) == 0 ? net.random.nextInt(mutated.length) : mutated.length;
    return Arrays.copyOf(mutated, length);
  }

  @Test
  void mutatedMessagesAreDroppedAndCounted() {
    recordSomeTraffic();
    TestMember victim = net.members.get(3);
    for (int i = 0; i < MUTATED; i++) {
      Heard original = heard.get(net.random.nextInt(heard.size()));
      OverlayPath source = new OverlayPath(net.members.get(net.random.nextInt(12)).id, null);
      victim.receive(source, victim.id, original.kind(), mutate(original.payload()));
      if (i % 100 == 0) {
        net.run(Duration.ofMillis(100));
      }
    }
    net.run(Duration.ofMinutes(10));

    Map<String, Long> dropped =
        victim.engine.counters().snapshot().entrySet().stream()
            .filter(counter -> counter.getKey().startsWith("dropped."))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    assertThat(dropped)
        .containsKeys(
            OverlayCounter.DROPPED_DHT_REQUEST_MALFORMED.label(),
            OverlayCounter.DROPPED_DHT_RESPONSE_UNKNOWN.label(),
            OverlayCounter.DROPPED_DHT_SIGNATURE.label());
    assertThat(victim.dht.storedRecords()).isLessThanOrEqualTo(1);
    assertThat(victim.dht.knownLeases()).as("all forgotten again").isZero();
    NodeId key = NodeId.random(net.random);
    Owner owner = Owner.claiming(victim, key);
    assertThat(net.runUntil(Duration.ofSeconds(5), owner::isHeld)).as("still works").isTrue();
  }

  @Test
  void claimWithAForeignCertificateIsNotGranted() {
    net.run(Duration.ofSeconds(2));
    TestMember stranger = net.members.get(0);
    net.foreign.add(stranger.id);
    Owner owner = Owner.claiming(stranger, NodeId.random(net.random));
    net.run(Duration.ofMinutes(1));
    assertThat(owner.told).isEmpty();
  }

  @Test
  void replayedClaimOfAFormerOwnerIsRefused() {
    net.observer = sent -> heard.add(new Heard(sent.kind(), sent.payload()));
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    Owner first = Owner.claiming(net.members.get(0), key);
    net.runUntil(Duration.ofSeconds(5), first::isHeld);
    first.release();
    net.run(Duration.ofSeconds(1));
    for (TestMember replica : net.members) {
      for (Heard old : List.copyOf(heard)) {
        // With another request number, as if it were new.
        byte[] again = old.payload().clone();
        again[0] ^= 1;
        replica.receive(new OverlayPath(first.member.id, null), replica.id, old.kind(), again);
      }
    }
    net.run(Duration.ofSeconds(1));
    Owner second = Owner.claiming(net.members.get(1), key);
    assertThat(net.runUntil(Duration.ofSeconds(5), second::isHeld)).isTrue();
  }

  @Test
  void leaseThatAMemberHasOnlySignedItselfTakesNobodysKeyAway() {
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    Owner owner = Owner.claiming(net.members.get(0), key);
    net.runUntil(Duration.ofSeconds(5), owner::isHeld);
    NodeId thief = net.members.get(1).id;
    for (TestMember replica : net.members) {
      replica.receive(
          new OverlayPath(thief, null), replica.id, PayloadKind.DHT_REQUEST, offer(key, thief));
    }
    net.run(Duration.ofMinutes(2));
    assertThat(owner.isHeld()).isTrue();
    assertThat(owner.told).containsExactly("held");
    List<Finding<Dht.LeaseView>> found = new ArrayList<>();
    net.members.get(2).act(dht -> dht.findLease(key, found::add));
    net.run(Duration.ofSeconds(5));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).found()).extracting(Dht.LeaseView::owner).isEqualTo(owner.member.id);
  }

  /** LEASE_STATE with a confirmed lease of the 99th generation, and no grants to prove it. */
  private byte[] offer(NodeId key, NodeId thief) {
    ModelSecurity security = new ModelSecurity(thief);
    byte[] content =
        new WireWriter()
            .text("groupvpn lease claim 1")
            .code(DhtOp.CONFIRM)
            .nodeId(key)
            .nodeId(thief)
            .i64(99)
            .i64(net.now().wallMillis())
            .variable(new byte[4])
            .toBytes();
    WireWriter writer = new WireWriter().i64(net.random.nextLong());
    writer.code(DhtOp.LEASE_STATE).nodeId(key).flag(false).flag(true);
    new Signed(content, security.certificate(), security.sign(content)).write(writer);
    return writer.u8(0).i64(SHORT.leaseNanos() / 1_000_000).flag(false).toBytes();
  }

  @Test
  void claimantBeyondItsQuotaIsRefused() {
    TestNet small = new TestNet(2, LeaseTimes.STANDARD).withMembers(2);
    small.run(Duration.ofSeconds(2));
    TestMember greedy = small.members.get(0);
    List<Owner> owners = new ArrayList<>();
    for (int i = 0; i < LEASES_OF_ONE_NODE; i++) {
      owners.add(Owner.claiming(greedy, NodeId.random(small.random)));
    }
    assertThat(small.runUntil(CLAIMING, () -> owners.stream().allMatch(Owner::isHeld))).isTrue();
    TestMember again = small.restart(greedy);
    small.run(Duration.ofSeconds(2));
    Owner oneMore = Owner.claiming(again, NodeId.random(small.random));
    small.run(Duration.ofSeconds(5));
    assertThat(oneMore.isHeld()).isFalse();
    assertThat(small.members.get(0).engine.counters().get(OverlayCounter.DROPPED_DHT_CLAIM_QUOTA))
        .isPositive();
  }

  @Test
  void restartedReplicaIsBusyUntilItHasHeardFromAQuorum() {
    TestNet three = new TestNet(3, SHORT).withMembers(3);
    three.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(three.random);
    Owner owner = Owner.claiming(three.members.get(0), key);
    three.runUntil(Duration.ofSeconds(5), owner::isHeld);
    // The third restarts while nobody answers it; it must not help a rival to a quorum.
    TestMember rival = three.members.get(1);
    three.muted.add(owner.member.id);
    TestMember restarted = three.restart(three.members.get(2));
    three.run(Duration.ofSeconds(2));
    Owner second = Owner.claiming(rival, key);
    three.run(Duration.ofSeconds(20));
    assertThat(second.isHeld()).isFalse();
    assertThat(restarted.dht.knownLeases()).isPositive();

    three.muted.clear();
    assertThat(three.runUntil(Duration.ofSeconds(60), second::isOver)).isTrue();
    assertThat(second.takenBy).isEqualTo(owner.member.id);
  }
}
