package net.groupvpn.overlay.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import org.junit.jupiter.api.Test;

class ModelSecurityTest {
  private static final byte[] CONTEXT = {1, 2};
  private static final byte[] NOTHING = {};
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  private final Random random = new Random(1);
  private final Set<NodeId> revoked = new HashSet<>();
  private final ModelSecurity alice = node(Role.GATEWAY);
  private final ModelSecurity bob = node();

  @Test
  void aHandshakeHasTheSizesOfTheRealOneAndGivesBothEndsTheSameSecrets() {
    HandshakeMachine initiator = alice.initiate();
    HandshakeMachine responder = bob.respond();
    Step hello = initiator.step(NOTHING, CONTEXT, 0);
    Step half = responder.step(Arrays.copyOf(hello.output(), 1_000), CONTEXT, 0);
    Step answer = responder.step(Arrays.copyOfRange(hello.output(), 1_000, 1_316), CONTEXT, 0);
    Step last = initiator.step(answer.output(), CONTEXT, 0);
    Step end = responder.step(last.output(), CONTEXT, 0);

    assertThat(half.output()).isEmpty();
    assertThat(hello.output()).hasSize(1_316);
    assertThat(answer.output()).hasSize(1_892);
    assertThat(last.output()).hasSize(634);
    var atAlice = requireNonNull(last.completed());
    var atBob = requireNonNull(end.completed());
    assertThat(atAlice.controlSecret()).hasSize(32).isEqualTo(atBob.controlSecret());
    assertThat(atAlice.dataSecret()).isEqualTo(atBob.dataSecret());
    assertThat(atAlice.dataSecret()).isNotEqualTo(atAlice.controlSecret());
    assertThat(atBob.peer().nodeId()).isEqualTo(alice.nodeId());
    assertThat(atBob.peer().roles()).containsExactly(Role.GATEWAY);
  }

  @Test
  void aRevokedNodeIsRefusedAndTold() {
    HandshakeMachine initiator = alice.initiate();
    HandshakeMachine responder = bob.respond();
    Step answer = responder.step(initiator.step(NOTHING, CONTEXT, 0).output(), CONTEXT, 0);
    Step last = initiator.step(answer.output(), CONTEXT, 0);
    revoked.add(alice.nodeId());

    Step end = responder.step(last.output(), CONTEXT, 0);

    assertThat(end.completed()).isNull();
    assertThat(end.failure()).contains("not admitted");
    assertThat(end.output()).hasSize(ModelHandshake.ALERT_BYTES);
    Step told = bob.initiate().step(end.output(), CONTEXT, 0);
    assertThat(told.failure()).isEqualTo("the peer refused");
  }

  @Test
  void garbageEndsAHandshakeWithoutAnException() {
    for (int i = 0; i < 1_000; i++) {
      byte[] garbage = new byte[1 + random.nextInt(3_000)];
      random.nextBytes(garbage);
      if (i % 2 == 0) {
        garbage[0] = 1;
      }

      assertThat(bob.respond().step(garbage, CONTEXT, 0).completed()).isNull();
    }
  }

  @Test
  void aRecordOpensOnlyWithItsKeyCounterAndHeader() {
    RecordCipher cipher = bob.cipher(new byte[16], new byte[12]);
    byte[] otherKey = new byte[16];
    otherKey[15] = 1;
    RecordCipher other = bob.cipher(otherKey, new byte[12]);
    byte[] frame = new byte[14 + 50 + RecordCipher.TAG_BYTES];
    byte[] out = new byte[50];

    int sealed = cipher.seal(9, new byte[50], 0, 50, frame, 14, 0, 14);

    assertThat(sealed).isEqualTo(66);
    assertThat(cipher.open(9, frame, 14, sealed, out, 0, 0, 14)).isEqualTo(50);
    assertThat(cipher.open(8, frame, 14, sealed, out, 0, 0, 14)).isEqualTo(-1);
    assertThat(other.open(9, frame, 14, sealed, out, 0, 0, 14)).isEqualTo(-1);
    assertThat(cipher.open(9, frame, 14, 3, out, 0, 0, 14)).isEqualTo(-1);
    frame[3] ^= 1;
    assertThat(cipher.open(9, frame, 14, sealed, out, 0, 0, 14)).isEqualTo(-1);
  }

  @Test
  void aSignatureIsBoundToItsSignerAndMessage() {
    byte[] signature = alice.sign(MESSAGE);

    assertThat(requireNonNull(verify(alice, signature).signer()).nodeId())
        .isEqualTo(alice.nodeId());
    assertThat(verify(node(), signature).refusal()).contains("not by node");
    assertThat(bob.verify(alice.certificate(), new byte[1], signature, 0).refusal()).isNotNull();
    revoked.add(alice.nodeId());
    assertThat(verify(alice, signature).refusal()).contains("not admitted");
  }

  @Test
  void twoRunsAreTheSame() {
    NodeId id = NodeId.hash(MESSAGE);

    assertThat(new ModelSecurity(id).initiate().step(NOTHING, CONTEXT, 0).output())
        .isEqualTo(new ModelSecurity(id).initiate().step(NOTHING, CONTEXT, 0).output());
    assertThat(bob.expand(MESSAGE, "key", 40)).isEqualTo(alice.expand(MESSAGE, "key", 40));
    assertThat(bob.expand(MESSAGE, "key", 16)).isNotEqualTo(alice.expand(MESSAGE, "other", 16));
    assertThat(bob.frameMac(MESSAGE, 0, 3)).hasSize(Security.FRAME_MAC_BYTES);
  }

  private Verified verify(ModelSecurity signer, byte[] signature) {
    return bob.verify(signer.certificate(), MESSAGE, signature, 0);
  }

  private ModelSecurity node(Role... roles) {
    return new ModelSecurity(NodeId.random(random), Set.of(roles), peer -> !revoked.contains(peer));
  }
}
