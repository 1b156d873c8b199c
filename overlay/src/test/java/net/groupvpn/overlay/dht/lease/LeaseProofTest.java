package net.groupvpn.overlay.dht.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.groupvpn.overlay.dht.lease.LeaseAnswer.Status;
import net.groupvpn.overlay.dht.rpc.DhtOp;
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

  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final Signatures signatures = new Signatures(engine, new ModelSecurity(node(0)));

  private static NodeId node(int number) {
    return NodeId.hash(new byte[] {(byte) number});
  }

  private static Signed signed(NodeId signer, byte[] content) {
    ModelSecurity security = new ModelSecurity(signer);
    return new Signed(content, security.certificate(), security.sign(content));
  }

  private static SignedClaim claim(NodeId claimant, long generation) throws WireException {
    byte[] content = SignedClaim.content(DhtOp.CONFIRM, KEY, claimant, generation, 1, new byte[0]);
    WireWriter writer = new WireWriter();
    signed(claimant, content).write(writer);
    return SignedClaim.read(new WireReader(writer.toBytes()));
  }

  private static Signed proposalGrant(int replica, NodeId to, long knownGeneration) {
    LeaseAnswer answer = new LeaseAnswer(Status.OK, knownGeneration, null, to, null);
    return signed(node(replica), answer.content(DhtOp.PROPOSE, KEY, replica));
  }

  private static Signed renewalGrant(int replica, NodeId to, long generation) {
    LeaseAnswer answer = new LeaseAnswer(Status.OK, generation, to, null, null);
    return signed(node(replica), answer.content(DhtOp.CONFIRM, KEY, replica));
  }

  private LeaseProof verify(SignedClaim claim, List<Signed> grants) {
    List<LeaseProof> verified = new ArrayList<>();
    LeaseProof.of(grants, claim).verify(claim, signatures, verified::add);
    for (@Nullable Output out = engine.pollOutput(); out != null; out = engine.pollOutput()) {
      if (out instanceof Output.DoWork todo) {
        todo.work().run();
        engine.onWorkDone(engine.now(), todo.work());
      }
    }
    return verified.get(0);
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
    LeaseAnswer refusal = new LeaseAnswer(Status.TAKEN, 1, OWNER, OWNER, null);
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
    LeaseProof proof = LeaseProof.of(Collections.nCopies(9, proposalGrant(3, OWNER, 0)), claim);
    WireWriter writer = new WireWriter();
    proof.write(writer);
    LeaseProof read = LeaseProof.read(new WireReader(writer.toBytes()), claim);
    assertThat(read.grants()).hasSize(LeaseProof.MAX_GRANTS);

    Signed longOne = new Signed(new byte[10], new byte[2_000], new byte[64]);
    WireWriter tooLong = new WireWriter();
    new LeaseProof(Collections.nCopies(3, longOne), 0).write(tooLong);
    assertThatThrownBy(() -> LeaseProof.read(new WireReader(tooLong.toBytes()), claim))
        .isInstanceOf(WireException.class);
  }

  @Test
  void theLeaseWithMoreGrantsWinsThenTheHigherGeneration() throws WireException {
    LeaseEntry entry = new LeaseEntry(KEY, 0);
    entry.confirm(claim(OWNER, 1), new LeaseProof(List.of(), 3), 0, TIMES);
    SignedClaim forged = claim(node(9), 99);
    assertThat(entry.adopt(forged, new LeaseProof(List.of(), 1), 1_000, 0)).isSameAs(forged);
    assertThat(entry.holder(0)).isEqualTo(OWNER);
    entry.adopt(forged, new LeaseProof(List.of(), 3), 1_000, 0);
    assertThat(entry.holder(0)).isEqualTo(node(9));
    SignedClaim better = claim(node(8), 2);
    entry.adopt(better, new LeaseProof(List.of(), 4), 1_000, 0);
    assertThat(entry.holder(0)).isEqualTo(node(8));
  }

  @Test
  void anAnswerWithAGenerationThatHasNoNextIsRefused() throws WireException {
    Signed last = proposalGrant(3, OWNER, SignedClaim.MAX_GENERATION);
    Signed lastButOne = proposalGrant(4, OWNER, SignedClaim.MAX_GENERATION - 1);
    SignedClaim claim = claim(OWNER, SignedClaim.MAX_GENERATION);
    assertThat(LeaseAnswer.isGrant(last, claim)).isFalse();
    assertThat(LeaseAnswer.isGrant(lastButOne, claim)).isTrue();
  }
}
