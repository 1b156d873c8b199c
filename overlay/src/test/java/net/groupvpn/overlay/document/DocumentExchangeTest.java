package net.groupvpn.overlay.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.document.DocumentMessage.Ask;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.document.DocumentMessage.Piece;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.junit.jupiter.api.Test;

class DocumentExchangeTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration ONE_S = Duration.ofSeconds(1);
  private static final byte[] REALM = {1, 1, 2, 3, 5, 8, 13, 21};

  /** A member with a list of its own. */
  private record Member(
      SimulatedHost host,
      Engine engine,
      GroupTrust trust,
      DocumentExchange exchange,
      List<Long> received) {
    long number() {
      return numberOf(trust);
    }
  }

  private static long numberOf(GroupTrust trust) {
    RevocationList newest = trust.newest();
    return newest == null ? 0 : newest.number();
  }

  private final TestGroup group = new TestGroup();
  private final ScenarioNetwork network = new ScenarioNetwork(4, NetworkConditions.bad(0.05));
  private final List<Member> members = new ArrayList<>();

  private Member join(GroupTrust trust) {
    network.add(host -> create(host, trust));
    return members.get(members.size() - 1);
  }

  private OverlayNode create(SimulatedHost host, GroupTrust trust) {
    Engine engine = new Engine(host.random(), host.now());
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    OverlayNode node = new OverlayNode(engine, new IndexAllocator(), REALM, security);
    List<Long> received = new ArrayList<>();
    DocumentExchange exchange =
        new DocumentExchange(
            node,
            engine,
            DocumentKind.REVOCATIONS,
            new CrlShelf(trust),
            () -> received.add(numberOf(trust)));
    members.add(new Member(host, engine, trust, exchange, received));
    node.attachment().setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      node.addSeed(Kernel.endpointOf(0));
    }
    node.start();
    return node;
  }

  private byte[] list(long number, int entries) {
    Revocation[] lines = new Revocation[entries];
    for (int i = 0; i < entries; i++) {
      lines[i] =
          new Revocation(
              "%08x".formatted(0x1000_0000 + i),
              "%064x".formatted(i),
              Revocation.Reason.UNSPECIFIED,
              TestGroup.NOW);
    }
    return group.crl(number, TestGroup.NOW, lines).encoded();
  }

  private static GroupTrust withList(GroupTrust trust, byte[] list) {
    try {
      trust.offer(list);
      return trust;
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoeverJoinsGetsTheNewestList() {
    join(withList(group.trust(), list(7, 500)));
    Member late = join(withList(group.trust(), list(6, 0)));
    assertThat(network.runUntil(() -> late.number() == 7, SOON)).isTrue();
    assertThat(late.received).containsExactly(7L);
  }

  @Test
  void aNewListSpreadsFromOneMemberToAll() {
    for (int i = 0; i < 5; i++) {
      join(group.trust());
    }
    network.runFor(SOON);
    Member first = members.get(3);
    withList(first.trust, list(1, 100));
    first.host.command(first.exchange::announce);
    assertThat(network.runUntil(() -> members.stream().allMatch(one -> one.number() == 1), SOON))
        .isTrue();
  }

  @Test
  void newsIsPassedOnAtOnce() {
    for (int i = 0; i < 6; i++) {
      join(group.trust());
    }
    network.runFor(SOON);
    network.wiring().setConditions(NetworkConditions.perfect());
    Member first = members.get(5);
    withList(first.trust, list(1, 100));
    first.host.command(first.exchange::announce);
    assertThat(network.runUntil(() -> members.stream().allMatch(one -> one.number() == 1), ONE_S))
        .isTrue();
  }

  @Test
  void anOfferThatIsLostIsRepeated() {
    Member first = join(group.trust());
    Member other = join(group.trust());
    network.runFor(SOON);
    withList(first.trust, list(1, 0));
    network.wiring().separate(first.host, other.host, true);
    first.host.command(first.exchange::announce);
    network.runFor(ONE_S);
    network.wiring().separate(first.host, other.host, false);
    assertThat(network.runUntil(() -> other.number() == 1, Duration.ofSeconds(4))).isTrue();
  }

  @Test
  void anOlderListIsNotTakenBack() {
    Member newer = join(withList(group.trust(), list(9, 3)));
    join(withList(group.trust(), list(8, 3)));
    network.runFor(SOON);
    assertThat(newer.number()).isEqualTo(9);
    assertThat(newer.received).isEmpty();
  }

  @Test
  void aListThatTheGroupDidNotSignIsDropped() {
    TestGroup foreign = new TestGroup();
    Member honest = join(withList(group.trust(), list(2, 0)));
    join(withList(foreign.trust(), foreign.crl(1_000, TestGroup.NOW).encoded()));
    network.runFor(SOON);
    assertThat(honest.number()).isEqualTo(2);
    assertThat(honest.engine.counters().get(OverlayCounter.DROPPED_CRL_FORGED)).isPositive();
  }

  private static byte[] junk(Ask ask, int length) {
    return new byte[Math.min(DocumentMessage.PIECE_BYTES, length - ask.offset())];
  }

  private void hostile(int count, Offer claim, HostilePeer.Answer answer, long delayMillis) {
    for (int i = 0; i < count; i++) {
      HostilePeer.join(network, REALM, claim, answer, delayMillis);
    }
  }

  /** All hostile ones are heard first; then the only honest one learns of a newer list. */
  private boolean spreadsWithin(Duration limit) {
    Member victim = join(withList(group.trust(), list(6, 0)));
    Member honest = join(withList(group.trust(), list(6, 0)));
    network.runFor(SOON);
    withList(honest.trust, list(7, 100));
    honest.host.command(honest.exchange::announce);
    return network.runUntil(() -> victim.number() == 7, limit);
  }

  @Test
  void peersThatDripOneByteAtATimeDoNotHoldTheListUp() {
    join(group.trust());
    Offer claim = new Offer(1_000, 100_000, null);
    hostile(5, claim, ask -> new Piece(1_000, ask.offset(), new byte[1]), 1_000);
    assertThat(spreadsWithin(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void peersThatDripFullPiecesDoNotHoldTheListUp() {
    join(group.trust());
    Offer claim = new Offer(Long.MAX_VALUE, RevocationList.MAX_BYTES, null);
    hostile(
        5, claim, ask -> new Piece(claim.number(), ask.offset(), junk(ask, claim.length())), 1_000);
    assertThat(spreadsWithin(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void silentPeersThatClaimHugeNumbersDoNotHoldTheListUp() {
    join(group.trust());
    hostile(5, new Offer(Long.MAX_VALUE, RevocationList.MAX_BYTES, null), ask -> null, 0);
    assertThat(spreadsWithin(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void peersWithForgedListsDoNotHoldTheListUp() {
    join(group.trust());
    byte[] forged = new TestGroup().crl(1_000, TestGroup.NOW).encoded();
    Offer claim = new Offer(1_000, forged.length, null);
    hostile(5, claim, ask -> new Piece(1_000, 0, forged), 0);
    assertThat(spreadsWithin(Duration.ofSeconds(20))).isTrue();
    assertThat(members.get(1).engine.counters().get(OverlayCounter.DROPPED_CRL_FORGED))
        .isBetween(1L, 15L);
  }

  @Test
  void peersThatClaimMoreThanTheirListSaysAreLeftOut() {
    join(group.trust());
    byte[] old = list(6, 0);
    hostile(5, new Offer(1_000, old.length, null), ask -> new Piece(1_000, 0, old), 0);
    assertThat(spreadsWithin(Duration.ofSeconds(20))).isTrue();
    assertThat(members.get(1).engine.counters().get(OverlayCounter.DROPPED_CRL_NUMBER))
        .isBetween(1L, 15L);
  }
}
