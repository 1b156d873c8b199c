package net.groupvpn.overlay.dht.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.rpc.Committee;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.dht.rpc.Signatures;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LeaseProofTest {
  private static final NodeId KEY = node(1);
  private static final NodeId OWNER = node(2);
  private static final LeaseTimes TIMES = LeaseTimes.STANDARD;

  private final Map<NodeId, Integer> accounts = new HashMap<>();
  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final Signatures signatures = new Signatures(engine, new ModelSecurity(node(0)));

  private static NodeId node(int number) {
    return NodeId.hash(new byte[] {(byte) number});
  }

  private Signed signed(NodeId signer, byte[] content) {
    Integer account = accounts.get(signer);
    ModelSecurity security =
        account == null
            ? new ModelSecurity(signer)
            : ModelSecurity.ofMember(signer, account, () -> 0, peer -> true);
    return new Signed(content, security.certificate(), security.sign(content));
  }

  private SignedClaim claim(NodeId claimant, long generation) throws WireException {
    return claim(claimant, generation, 1);
  }

  private SignedClaim claimAt(long issuedMillis) throws WireException {
    return claim(OWNER, 1, issuedMillis);
  }

  private SignedClaim claim(NodeId claimant, long generation, long issuedMillis)
      throws WireException {
    byte[] content =
        SignedClaim.content(DhtOp.CONFIRM, KEY, claimant, generation, issuedMillis, new byte[0]);
    WireWriter writer = new WireWriter();
    signed(claimant, content).write(writer);
    return SignedClaim.read(new WireReader(writer.toBytes()));
  }

  private Signed proposalGrant(int replica, NodeId to, long knownGeneration) {
    LeaseAnswer answer = new LeaseAnswer(Status.OK, knownGeneration, null, to, 1, null);
    return signed(node(replica), answer.content(DhtOp.PROPOSE, KEY, replica));
  }

  private Signed renewalGrant(int replica, NodeId to, long generation) {
    LeaseAnswer answer = new LeaseAnswer(Status.OK, generation, to, null, 1, null);
    return signed(node(replica), answer.content(DhtOp.CONFIRM, KEY, replica));
  }

  private LeaseProof verify(SignedClaim claim, List<Signed> grants) {
    return verify(claim, grants, OptionalInt.empty());
  }

  private LeaseProof verify(SignedClaim claim, List<Signed> grants, OptionalInt members) {
    List<LeaseProof> verified = new ArrayList<>();
    NodeId unit = Seat.of(claim.claimant(), memberOf(claim.claimant())).unit();
    new LeaseProof(grants, unit, Set.of(), Set.of(), false, 0)
        .verify(claim, unit, signatures, new ValidGrants(members, TIMES), verified::add);
    for (@Nullable Output out = engine.pollOutput(); out != null; out = engine.pollOutput()) {
      if (out instanceof Output.DoWork todo) {
        todo.work().run();
        engine.onWorkDone(engine.now(), todo.work());
      }
    }
    return verified.get(0);
  }

  private String memberOf(NodeId node) {
    Integer account = accounts.get(node);
    return account == null ? "" : "m" + account;
  }

  private static LeaseProof grantedBy(NodeId claimant, Integer... replicas) {
    Set<NodeId> granters =
        Stream.of(replicas).map(LeaseProofTest::node).collect(Collectors.toSet());
    return new LeaseProof(List.of(), claimant, granters, Set.of(), false, 1);
  }

  private Signed grantOf(int replica, int account) {
    accounts.put(node(replica), account);
    return proposalGrant(replica, OWNER, 0);
  }

  @Test
  void grantsOfDifferentReplicasCount() throws WireException {
    List<Signed> grants =
        List.of(
            proposalGrant(3, OWNER, 0),
            proposalGrant(4, OWNER, 0),
            renewalGrant(5, OWNER, 1),
            proposalGrant(3, OWNER, 0));
    assertThat(verify(claim(OWNER, 1), grants).strength()).isEqualTo(3);
  }

  @Test
  void grantsToOthersOfOtherGenerationsAndForgedOnesDoNotCount() throws WireException {
    Signed genuine = proposalGrant(3, OWNER, 0);
    byte[] forgery = genuine.signature().clone();
    forgery[40] ^= 1;
    LeaseAnswer refusal = new LeaseAnswer(Status.TAKEN, 1, OWNER, OWNER, 1, null);
    List<Signed> grants =
        List.of(
            proposalGrant(4, node(9), 1),
            proposalGrant(5, OWNER, 0),
            renewalGrant(6, OWNER, 1),
            signed(node(7), refusal.content(DhtOp.PROPOSE, KEY, 7)),
            new Signed(genuine.content(), genuine.certificate(), forgery));
    assertThat(verify(claim(OWNER, 2), grants).strength()).isZero();
  }

  @Test
  void aProofIsReadAsItWasWrittenAndOnlyIfItIsShort() throws WireException {
    SignedClaim claim = claim(OWNER, 1);
    LeaseProof proof =
        new LeaseProof(
            Collections.nCopies(8, proposalGrant(3, OWNER, 0)),
            OWNER,
            Set.of(),
            Set.of(),
            false,
            0);
    WireWriter writer = new WireWriter();
    proof.write(writer);
    LeaseProof read = LeaseProof.read(new WireReader(writer.toBytes()), claim);
    assertThat(read.grants()).hasSize(LeaseProof.MAX_GRANTS);

    Signed longOne = new Signed(new byte[10], new byte[2_000], new byte[64]);
    WireWriter tooLong = new WireWriter();
    new LeaseProof(Collections.nCopies(3, longOne), OWNER, Set.of(), Set.of(), false, 0)
        .write(tooLong);
    assertThatThrownBy(() -> LeaseProof.read(new WireReader(tooLong.toBytes()), claim))
        .isInstanceOf(WireException.class);
  }

  @Test
  void oneMemberHasOneVoiceHoweverManyNodesItHas() throws WireException {
    List<Signed> grants =
        List.of(grantOf(3, 1), grantOf(4, 1), grantOf(5, 1), grantOf(6, 2), grantOf(7, 2));
    assertThat(verify(claim(OWNER, 1), grants).strength()).isEqualTo(2);
  }

  @Test
  void theClaimantsOwnMemberDoesNotCountButInAGroupOfOne() throws WireException {
    accounts.put(OWNER, 1);
    List<Signed> grants = List.of(grantOf(3, 1), grantOf(4, 1), proposalGrant(2, OWNER, 0));
    assertThat(verify(claim(OWNER, 1), grants, OptionalInt.of(2)).strength()).isZero();
    assertThat(verify(claim(OWNER, 1), grants, OptionalInt.of(1)).strength()).isEqualTo(2);
  }

  @Test
  void grantsFromFarAwayDoNotCount() throws WireException {
    List<Signed> grants = new ArrayList<>();
    for (int replica = 10; replica < 90; replica++) {
      grants.add(proposalGrant(replica, OWNER, 0));
    }
    assertThat(verify(claim(OWNER, 1), grants, OptionalInt.of(100)).strength()).isEqualTo(80);
    // Of 12,800 members the eighth is expected at 1/1,600 of the space: 1/100 is near enough.
    assertThat(verify(claim(OWNER, 1), grants, OptionalInt.of(12_800)).strength()).isLessThan(10);
  }

  @Test
  void grantsOfLongAgoDoNotCount() throws WireException {
    Signed grant = proposalGrant(3, OWNER, 0);
    long leaseMillis = TIMES.leaseNanos() / 1_000_000;
    assertThat(verify(claimAt(1 + leaseMillis), List.of(grant)).strength()).isEqualTo(1);
    assertThat(verify(claimAt(2 + leaseMillis), List.of(grant)).strength()).isZero();
    assertThat(verify(claimAt(0), List.of(grant)).strength()).isZero();
  }

  @Test
  void theLeaseWithMoreGrantsWinsWhateverTheGeneration() throws WireException {
    LeaseEntry entry = new LeaseEntry(KEY, 0, TIMES);
    Committee all = Committee.of(KEY, List.of(Seat.of(node(3), "")));
    entry.confirm(claim(OWNER, 1), grantedBy(OWNER, 3, 4, 5), all, 0);
    SignedClaim forged = claim(node(9), 99);
    LeaseProof weak = grantedBy(node(9), 6, 7);
    assertThat(entry.adopt(forged, weak, 1_000, true, 0)).isSameAs(forged);
    assertThat(entry.holder(0)).isEqualTo(OWNER);
    entry.adopt(forged, grantedBy(node(9), 6, 7, 8, 10), 1_000, true, 0);
    assertThat(entry.holder(0)).isEqualTo(node(9));
  }

  @Test
  void grantsOfALeaseThatWasGivenBackProveNothing() throws WireException {
    LeaseEntry entry = new LeaseEntry(KEY, 0, TIMES);
    Committee all = Committee.of(KEY, List.of(Seat.of(node(3), "")));
    LeaseProof strong = grantedBy(OWNER, 3, 4, 5, 6, 7);
    entry.confirm(claimAt(1), strong, all, 0);
    entry.release(claimAt(2), 0);
    entry.confirm(claim(node(9), 2), grantedBy(node(9), 3, 4, 5), all, 0);
    SignedClaim again = claimAt(3);
    assertThat(entry.adopt(again, strong, 1_000, true, 0)).isSameAs(again);
    assertThat(entry.holder(0)).isEqualTo(node(9));
  }

  @Test
  void aTopGenerationIsNotAcceptedAndTheKeyStaysClaimable() throws WireException {
    LeaseEntry entry = new LeaseEntry(KEY, 0, TIMES);
    Committee all = Committee.of(KEY, List.of(Seat.of(node(3), ""), Seat.of(node(4), "")));
    SignedClaim top = claim(OWNER, SignedClaim.MAX_GENERATION - 1);
    assertThat(entry.confirm(top, LeaseProof.none(OWNER), all, 0)).isEqualTo(Status.STALE);
    entry.adopt(top, LeaseProof.none(OWNER), 10, false, 0);
    assertThat(entry.generation()).isLessThanOrEqualTo(1);
    assertThat(entry.confirm(claim(node(9), 1), LeaseProof.none(node(9)), all, 11))
        .isEqualTo(Status.OK);
  }

  @Test
  void anAnswerWithAGenerationThatHasNoNextIsRefused() throws WireException {
    Signed last = proposalGrant(3, OWNER, SignedClaim.MAX_GENERATION);
    Signed lastButOne = proposalGrant(4, OWNER, SignedClaim.MAX_GENERATION - 1);
    SignedClaim claim = claim(OWNER, SignedClaim.MAX_GENERATION);
    assertThat(LeaseAnswer.isGrant(last, claim, TIMES)).isFalse();
    assertThat(LeaseAnswer.isGrant(lastButOne, claim, TIMES)).isTrue();
  }
}
