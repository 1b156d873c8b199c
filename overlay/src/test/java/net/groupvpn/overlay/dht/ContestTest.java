package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.lease.HostileReplica;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two honest members claim one key at once, while some replicas run patched code. */
final class ContestTest {
  private static final int MEMBERS = 8;
  private static final int LIARS = 3;
  private static final int RUNS = 60;
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration LONG_AFTER = Duration.ofSeconds(60);

  private final List<TestMember> liars = new ArrayList<>();
  private final List<TestMember> honest = new ArrayList<>();

  private TestNet net(long seed) {
    TestNet net = new TestNet(seed, LeaseTimes.STANDARD);
    net.groupMembers = MEMBERS;
    for (int account = 1; account <= MEMBERS; account++) {
      (account <= LIARS ? liars : honest).add(net.addOf(account));
    }
    return net;
  }

  private HostileReplica patch(TestNet net, TestMember member) {
    HostileReplica patched = new HostileReplica(net.securityOf(member.id));
    member.hostile = patched;
    return patched;
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(RUNS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void liarsThatGrantBothDoNotGiveAKeyToTwo(long seed) {
    TestNet net = net(seed);
    for (TestMember liar : liars) {
      HostileReplica patched = patch(net, liar);
      honest.forEach(each -> patched.friends.add(each.id));
    }
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    List<Owner> both =
        List.of(Owner.claiming(honest.get(0), key), Owner.claiming(honest.get(1), key));

    assertThat(net.runUntil(SOON, () -> both.stream().anyMatch(Owner::isOver))).isTrue();

    for (Owner owner : both) {
      assertThat(owner.told).hasSize(1);
    }
    assertThat(both.stream().flatMap(owner -> owner.told.stream()))
        .containsExactlyInAnyOrder("held", "taken");
    net.run(LONG_AFTER);
    assertThat(both.stream().filter(Owner::isHeld)).hasSize(1);
  }

  @Test
  void rivalsThatNeverClaimOrNeverGetAnythingKeepNobodyFromAKey() {
    for (long seed = 1; seed <= RUNS; seed++) {
      liars.clear();
      honest.clear();
      TestNet net = net(seed);
      liars.forEach(liar -> patch(net, liar).contends = true);
      net.run(Duration.ofSeconds(2));
      Owner owner = Owner.claiming(honest.get(0), NodeId.random(net.random));

      assertThat(net.runUntil(SOON, owner::isHeld)).as("seed %d", seed).isTrue();
    }
  }

  /**
   * The thief had the key, or a granted proposal for it, gave that back, and shows it nevertheless.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasGrantedBeforeKeepsNobodyFromAKey(boolean wasConfirmed) {
    for (long seed = 1; seed <= RUNS; seed++) {
      liars.clear();
      honest.clear();
      TestNet net = net(seed);
      TestMember thief = liars.get(0);
      HostileReplica patched = patch(net, thief);
      patched.contends = true;
      List<ModelSecurity> replicas =
          Stream.concat(honest.stream(), liars.stream().skip(1))
              .map(member -> net.securityOf(member.id))
              .toList();
      net.run(Duration.ofSeconds(2));
      NodeId key = NodeId.random(net.random);
      if (wasConfirmed) {
        Owner former = Owner.claiming(honest.get(1), key);
        assertThat(net.runUntil(SOON, former::isHeld)).isTrue();
        former.release();
        net.run(Duration.ofSeconds(1));
      }
      long now = net.now().wallMillis();
      patched.shown =
          wasConfirmed
              ? HostileReplica.theft(net.securityOf(thief.id), replicas, key, 1, now)
              : HostileReplica.staleProposal(net.securityOf(thief.id), replicas, key, 0, now);
      net.run(Duration.ofSeconds(1));
      Owner owner = Owner.claiming(honest.get(0), key);

      assertThat(net.runUntil(SOON, owner::isHeld)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void aRivalMayCallBeforeTheFirstProposalIsSigned() {
    TestNet net = net(1);
    TestMember early = liars.get(0);
    TestMember slow = honest.get(0);
    slow.workTime = Duration.ofMillis(100);
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    byte[] shown =
        HostileReplica.theft(net.securityOf(early.id), List.of(), key, 1, net.now().wallMillis());
    Owner owner = Owner.claiming(slow, key);
    for (int call = 0; call < 40; call++) {
      contend(net, early, slow, shown);
      net.run(Duration.ofMillis(25));
    }

    assertThat(net.runUntil(SOON, owner::isHeld)).isTrue();
  }

  /**
   * Otherwise the liars would make the second claimant believe in a rival that never takes the key.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void whoeverHasYieldedToLiarsYieldsToAnHonestRivalAllTheSame(long seed) {
    TestNet net = net(seed);
    for (TestMember liar : liars) {
      HostileReplica patched = patch(net, liar);
      honest.forEach(each -> patched.friends.add(each.id));
    }
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    List<ModelSecurity> replicas =
        honest.stream().map(member -> net.securityOf(member.id)).toList();
    List<Owner> both =
        List.of(Owner.claiming(honest.get(0), key), Owner.claiming(honest.get(1), key));
    for (int call = 0; call < 30 && both.stream().noneMatch(Owner::isHeld); call++) {
      for (TestMember liar : liars) {
        byte[] shown =
            HostileReplica.staleProposal(
                net.securityOf(liar.id), replicas, key, 0, net.now().wallMillis());
        both.forEach(owner -> contend(net, liar, owner.member, shown));
      }
      net.run(Duration.ofMillis(100));
    }

    assertThat(net.runUntil(SOON, () -> both.stream().anyMatch(Owner::isOver))).isTrue();

    assertThat(both.stream().flatMap(owner -> owner.told.stream()))
        .containsExactlyInAnyOrder("held", "taken");
  }

  private static void contend(TestNet net, TestMember from, TestMember to, byte[] shown) {
    byte[] request =
        new WireWriter().i64(net.random.nextLong()).code(DhtOp.CONTEND).fixed(shown).toBytes();
    to.receive(new OverlayPath(from.id, null), to.id, PayloadKind.DHT_REQUEST, request);
  }
}
