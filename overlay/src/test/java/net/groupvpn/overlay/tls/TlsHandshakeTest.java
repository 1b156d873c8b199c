package net.groupvpn.overlay.tls;

import static java.util.Objects.requireNonNull;
import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import net.groupvpn.overlay.security.Role;
import org.bouncycastle.tls.NamedGroup;
import org.junit.jupiter.api.Test;

/** Real TLS between two ends in memory. */
class TlsHandshakeTest {
  private static final int[] X25519_ONLY = {NamedGroup.x25519};

  private final TwoMembers members = new TwoMembers();
  private final TlsSecurity alice = members.alice;
  private final TlsSecurity bob = members.bob;

  @Test
  void bothEndsAgreeOnSecretsAndKnowEachOther() {
    HandshakeRun run = new HandshakeRun(alice.initiate(), bob.respond(), NOW).finish();

    var atAlice = requireNonNull(run.initiator.completed(), run.toString());
    var atBob = requireNonNull(run.responder.completed(), run.toString());
    assertThat(atAlice.controlSecret()).hasSize(32).isEqualTo(atBob.controlSecret());
    assertThat(atAlice.dataSecret()).hasSize(32).isEqualTo(atBob.dataSecret());
    assertThat(atAlice.dataSecret()).isNotEqualTo(atAlice.controlSecret());
    assertThat(atAlice.peer().nodeId()).isEqualTo(bob.nodeId());
    assertThat(atBob.peer().nodeId()).isEqualTo(alice.nodeId());
    assertThat(atBob.peer().roles()).containsExactly(Role.GATEWAY);
    assertThat(atBob.peer().member()).isEqualTo("alice");
  }

  @Test
  void theKeyExchangeIsSafeAgainstQuantumComputers() {
    TlsHandshake initiator = alice.initiate(TlsProfile.groups());
    TlsHandshake responder = bob.respond(TlsProfile.groups());

    new HandshakeRun(initiator, responder, NOW).finish().assertCompleted();

    assertThat(initiator.negotiatedGroup()).isEqualTo(NamedGroup.X25519MLKEM768);
    assertThat(responder.negotiatedGroup()).isEqualTo(NamedGroup.X25519MLKEM768);
  }

  @Test
  void aResponderWithX25519AloneIsReached() {
    TlsHandshake initiator = alice.initiate(TlsProfile.groups());

    HandshakeRun run = new HandshakeRun(initiator, bob.respond(X25519_ONLY), NOW).finish();

    run.assertCompleted();
    assertThat(initiator.negotiatedGroup()).isEqualTo(NamedGroup.x25519);
  }

  @Test
  void anInitiatorWithX25519AloneIsAnswered() {
    TlsHandshake responder = bob.respond(TlsProfile.groups());

    HandshakeRun run = new HandshakeRun(alice.initiate(X25519_ONLY), responder, NOW).finish();

    run.assertCompleted();
    assertThat(responder.negotiatedGroup()).isEqualTo(NamedGroup.x25519);
  }

  @Test
  void theFlightsHaveTheSizesThatThePathsArePlannedFor() {
    HandshakeRun run = new HandshakeRun(alice.initiate(), bob.respond(), NOW).finish();

    assertThat(run.flights).hasSize(4);
    assertThat(run.flights[0]).as("client hello, two frames").isBetween(1_250, 1_450);
    assertThat(run.flights[1]).as("server flight").isBetween(1_700, 2_200);
    assertThat(run.flights[2]).as("client final").isBetween(500, 900);
    assertThat(run.flights[3]).as("no tickets").isZero();
  }

  @Test
  void theSecretsAreBoundToTheContext() {
    HandshakeMachine initiator = alice.initiate();
    HandshakeMachine responder = bob.respond();
    long now = NOW.toEpochMilli();

    Step hello = initiator.step(new byte[0], HandshakeRun.CONTEXT, now);
    Step answer = responder.step(hello.output(), HandshakeRun.CONTEXT, now);
    Step last = initiator.step(answer.output(), HandshakeRun.CONTEXT, now);
    Step end = responder.step(last.output(), new byte[] {9}, now);

    assertThat(requireNonNull(last.completed()).controlSecret())
        .isNotEqualTo(requireNonNull(end.completed()).controlSecret());
  }

  @Test
  void aStreamMayArriveByteByByte() {
    HandshakeMachine initiator = alice.initiate();
    HandshakeMachine responder = bob.respond();
    byte[] toResponder = HandshakeRun.step(initiator, new byte[0]).output();
    byte[] toInitiator = dribble(responder, toResponder).output();
    Step last = dribble(initiator, toInitiator);
    Step end = dribble(responder, last.output());

    assertThat(requireNonNull(end.completed()).dataSecret())
        .isEqualTo(requireNonNull(last.completed()).dataSecret());
  }

  @Test
  void whoHasThisNodesOwnKeyProvesItAndIsLeftToTheSessions() {
    HandshakeRun run = new HandshakeRun(alice.initiate(), alice.respond(), NOW).finish();
    run.assertCompleted();
    assertThat(requireNonNull(run.initiator.completed()).peer().nodeId()).isEqualTo(alice.nodeId());
  }

  @Test
  void publicNodesMeetWithSelfMadeCertificates() {
    TlsSecurity one = TlsSecurity.ofPublicOverlay(members.aliceKey, new SecureRandom());
    TlsSecurity two = TlsSecurity.ofPublicOverlay(members.bobKey, new SecureRandom());

    HandshakeRun run = new HandshakeRun(one.initiate(), two.respond(), NOW).finish();

    run.assertCompleted();
    assertThat(requireNonNull(run.initiator.completed()).peer().nodeId())
        .isEqualTo(members.bobKey.publicNodeId());
  }

  private static Step dribble(HandshakeMachine machine, byte[] input) {
    byte[] output = {};
    for (int i = 0; i < input.length - 1; i++) {
      Step step = HandshakeRun.step(machine, new byte[] {input[i]});
      assertThat(step.failure()).isNull();
      byte[] longer = Arrays.copyOf(output, output.length + step.output().length);
      System.arraycopy(step.output(), 0, longer, output.length, step.output().length);
      output = longer;
    }
    Step last = HandshakeRun.step(machine, new byte[] {input[input.length - 1]});
    byte[] all = Arrays.copyOf(output, output.length + last.output().length);
    System.arraycopy(last.output(), 0, all, output.length, last.output().length);
    return new Step(all, last.completed(), last.failure());
  }
}
