package net.groupvpn.overlay.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.lease.LeaseTimes;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random runs against a model that knows only this: a key has at most one owner at any time; its
 * generation never falls, and grows when the owner changes. Once everything is quiet, a node that
 * wants a free key gets it.
 */
final class ClaimModelTest {
  private static final int MEMBERS = 16;
  private static final int STEPS = 300;
  private static final LeaseTimes SHORT =
      LeaseTimes.of(Duration.ofSeconds(40), Duration.ofSeconds(10));

  private final List<Owner> claimants = new ArrayList<>();
  private NodeId lastOwner = NodeId.hash();
  private long generation;

  private void checkAgainstModel(String when) {
    List<Owner> holding = claimants.stream().filter(Owner::isHeld).toList();
    assertThat(holding).as(when).hasSizeLessThanOrEqualTo(1);
    for (Owner owner : holding) {
      long seen = owner.claim().generation();
      if (owner.member.id.equals(lastOwner)) {
        assertThat(seen).as(when).isGreaterThanOrEqualTo(generation);
      } else {
        assertThat(seen).as(when).isGreaterThan(generation);
      }
      lastOwner = owner.member.id;
      generation = seen;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void keyHasAtMostOneOwnerWhateverHappens(long seed) {
    TestNet net = new TestNet(seed, SHORT).withMembers(MEMBERS);
    net.run(Duration.ofSeconds(2));
    NodeId key = NodeId.random(net.random);
    for (int step = 0; step < STEPS; step++) {
      act(net, key);
      long untilMillis = net.random.nextLong(1, 3_000);
      for (long millis = 0; millis < untilMillis; millis += 100) {
        net.run(Duration.ofMillis(100));
        checkAgainstModel("seed " + seed + " step " + step);
      }
    }
    net.loss = 0;
    List.copyOf(claimants).forEach(Owner::release);
    net.run(Duration.ofSeconds(45));
    Owner last = Owner.claiming(net.members.get(0), key);
    assertThat(net.runUntil(Duration.ofSeconds(5), last::isHeld)).isTrue();
  }

  private void act(TestNet net, NodeId key) {
    int die = net.random.nextInt(10);
    TestMember member = net.members.get(net.random.nextInt(MEMBERS));
    if (die < 5) {
      claimants.removeIf(owner -> owner.isOver() || !owner.member.isAlive);
      if (claimants.stream().noneMatch(owner -> owner.member == member)) {
        claimants.add(Owner.claiming(member, key));
      }
    } else if (die < 7) {
      claimants.stream().filter(owner -> owner.member == member).forEach(Owner::release);
      claimants.removeIf(owner -> owner.member == member);
    } else if (die < 8) {
      net.loss = net.random.nextInt(3) * 0.1;
    } else if (die < 9 && net.random.nextInt(4) == 0) {
      net.restart(member);
    }
  }
}
