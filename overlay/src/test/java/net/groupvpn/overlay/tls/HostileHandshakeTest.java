package net.groupvpn.overlay.tls;

import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import org.junit.jupiter.api.Test;

/** What an attacker may send in place of a handshake, or change in one. */
class HostileHandshakeTest {
  private static final int MUTATIONS = 150;

  private final TwoMembers members = new TwoMembers();
  private final TlsSecurity alice = members.alice;
  private final TlsSecurity bob = members.bob;

  @Test
  void garbageEndsAHandshakeWithoutAnException() {
    Random random = new Random(7);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] garbage = new byte[random.nextInt(3_000)];
      random.nextBytes(garbage);
      Step atResponder = HandshakeRun.step(bob.respond(), garbage);
      HandshakeMachine initiator = alice.initiate();
      Step hello = HandshakeRun.step(initiator, new byte[0]);

      assertThat(hello.failure()).isNull();
      assertThat(atResponder.completed()).isNull();
      assertThat(HandshakeRun.step(initiator, garbage).completed()).isNull();
    }
  }

  @Test
  void aMutatedFlightIsRefused() {
    Random random = new Random(11);
    for (int i = 0; i < MUTATIONS; i++) {
      Mutation mutation = new Mutation(i % 3, random);
      HandshakeRun run = new HandshakeRun(alice.initiate(), bob.respond(), NOW);
      run.tamper = mutation;

      run.finish();

      // A record's legacy version may be anything (RFC 8446 5.1); everything else is authenticated.
      var atInitiator = run.initiator.completed();
      var atResponder = run.responder.completed();
      if (atInitiator != null && atResponder != null) {
        assertThat(atInitiator.dataSecret()).isEqualTo(atResponder.dataSecret());
        assertThat(mutation.mutated).as("byte of a record header").isBetween(1, 2);
      }
    }
  }

  @Test
  void aPeerThatNeverStopsTalkingIsCutOff() {
    HandshakeMachine responder = bob.respond();
    byte[] record = new byte[1_000];
    record[0] = 22;
    record[1] = 3;
    record[2] = 3;
    record[3] = 0x3f;
    Step step = HandshakeRun.step(responder, record);
    for (int i = 0; i < 20 && step.failure() == null; i++) {
      step = HandshakeRun.step(responder, new byte[1_000]);
    }
    assertThat(step.failure()).isNotNull();
    assertThat(HandshakeRun.step(responder, new byte[1]).failure()).contains("over already");
  }

  /** Changes one flight somewhere, or truncates it. */
  private static final class Mutation implements HandshakeRun.Tamper {
    private final int flight;
    private final Random random;
    private int mutated = -1;

    Mutation(int flight, Random random) {
      this.flight = flight;
      this.random = random;
    }

    @Override
    public byte[] tamper(int number, byte[] bytes) {
      if (number != flight) {
        return bytes;
      }
      byte[] passed = mutate(bytes);
      mutated = Arrays.mismatch(bytes, passed);
      return passed;
    }

    private byte[] mutate(byte[] bytes) {
      if (bytes.length == 0) {
        return bytes;
      }
      byte[] copy =
          random.nextInt(6) == 0
              ? Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes.clone();
      if (copy.length > 0) {
        copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
      }
      return copy;
    }
  }
}
