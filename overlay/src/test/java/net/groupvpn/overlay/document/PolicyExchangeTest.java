package net.groupvpn.overlay.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;
import net.groupvpn.overlay.policy.PolicySamples;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.junit.jupiter.api.Test;

/** The policy goes the same way as revocation lists, on a channel of its own. */
class PolicyExchangeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final byte[] REALM = {1, 1, 2, 3, 5, 8, 13, 21};

  private record Member(
      SimulatedHost host, Engine engine, NewestPolicy policy, DocumentExchange exchange) {
    long number() {
      return policy.current().number();
    }
  }

  private final TestGroup group = new TestGroup();
  private final ScenarioNetwork network = new ScenarioNetwork(4, NetworkConditions.bad(0.05));
  private final List<Member> members = new ArrayList<>();

  private Member join(GroupPolicy... known) {
    network.add(host -> create(host, known));
    return members.get(members.size() - 1);
  }

  private OverlayNode create(SimulatedHost host, GroupPolicy... known) {
    Engine engine = new Engine(host.random(), host.now());
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    OverlayNode node = new OverlayNode(engine, new IndexAllocator(), REALM, security);
    NewestPolicy policy = new NewestPolicy(group.authority.ca());
    List.of(known).forEach(each -> offer(policy, each));
    DocumentExchange exchange =
        new DocumentExchange(node, engine, DocumentKind.POLICY, new PolicyShelf(policy), () -> {});
    members.add(new Member(host, engine, policy, exchange));
    node.attachment().setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      node.addSeed(Kernel.endpointOf(0));
    }
    node.start();
    return node;
  }

  private static void offer(NewestPolicy to, GroupPolicy policy) {
    try {
      to.offer(policy.encoded());
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  private void publish(Member first, GroupPolicy policy) {
    offer(first.policy, policy);
    first.host.command(first.exchange::announce);
  }

  @Test
  void aNewPolicySpreadsFromOneMemberToAll() {
    for (int i = 0; i < 5; i++) {
      join();
    }
    network.runFor(SOON);
    publish(members.get(3), PolicySamples.of(group.authority, 1, "ada"));
    assertThat(network.runUntil(() -> members.stream().allMatch(one -> one.number() == 1), SOON))
        .isTrue();
    assertThat(members.get(0).policy.current().mayBeGateway("ada")).isTrue();
    assertThat(members.get(0).engine.counters().get(OverlayCounter.POLICY_RECEIVED)).isOne();
  }

  @Test
  void aReplayOfAnOlderOneIsIgnored() {
    Member newer = join(PolicySamples.of(group.authority, 9));
    Member older = join(PolicySamples.of(group.authority, 8, "eve"));
    assertThat(network.runUntil(() -> older.number() == 9, SOON)).isTrue();
    assertThat(newer.policy.current().mayBeGateway("eve")).isFalse();
    assertThat(older.policy.current().mayBeGateway("eve")).isFalse();
  }

  @Test
  void oneThatTheGroupDidNotSignIsDroppedAndCounted() {
    Member honest = join(PolicySamples.of(group.authority, 2));
    TestGroup foreign = new TestGroup();
    NewestPolicy forged = new NewestPolicy(foreign.authority.ca());
    offer(forged, PolicySamples.of(foreign.authority, 1_000, "eve"));
    network.add(host -> forger(host, forged));
    network.runFor(SOON);
    assertThat(honest.number()).isEqualTo(2);
    assertThat(honest.engine.counters().get(OverlayCounter.DROPPED_POLICY_FORGED)).isPositive();
  }

  private OverlayNode forger(SimulatedHost host, NewestPolicy forged) {
    Engine engine = new Engine(host.random(), host.now());
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    OverlayNode node = new OverlayNode(engine, new IndexAllocator(), REALM, security);
    new DocumentExchange(node, engine, DocumentKind.POLICY, new PolicyShelf(forged), () -> {});
    node.attachment().setLocalCandidates(List.of(host.endpoint()));
    node.addSeed(Kernel.endpointOf(0));
    node.start();
    return node;
  }

  @Test
  void theSameNumberWithOtherContentIsCountedAndReportedOnceAndTheFirstStays() {
    Member one = join(PolicySamples.of(group.authority, 7, "ada"));
    Member other = join(PolicySamples.of(group.authority, 7, "bob"));
    network.runFor(SOON.multipliedBy(5));
    assertThat(one.policy.current().mayBeGateway("ada")).isTrue();
    assertThat(other.policy.current().mayBeGateway("bob")).isTrue();
    assertThat(one.engine.counters().get(OverlayCounter.DROPPED_POLICY_CONFLICT)).isOne();
    publish(one, PolicySamples.of(group.authority, 8));
    assertThat(network.runUntil(() -> other.number() == 8, SOON)).isTrue();
  }

  @Test
  void aConflictThatArrivesIsReported() throws IdentityException {
    NewestPolicy policy = new NewestPolicy(group.authority.ca());
    PolicyShelf shelf = new PolicyShelf(policy);
    assertThat(shelf.newest().number()).isZero();
    assertThat(shelf.offer(PolicySamples.of(group.authority, 7, "ada").encoded()))
        .isEqualTo(Shelf.Verdict.NEWER);
    assertThat(shelf.offer(PolicySamples.of(group.authority, 7, "eve").encoded()))
        .isEqualTo(Shelf.Verdict.CONFLICT);
    assertThat(shelf.offer(new byte[100])).isEqualTo(Shelf.Verdict.FORGED);
    assertThat(shelf.newest().encoded()).isEqualTo(policy.current().encoded());
  }
}
