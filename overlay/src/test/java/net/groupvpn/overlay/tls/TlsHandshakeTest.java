package net.groupvpn.overlay.tls;

import static java.util.Objects.requireNonNull;
import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.SelfTrust;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.HandshakeMachine.Step;
import net.groupvpn.overlay.security.Role;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;

/** Real TLS between two ends in memory. */
class TlsHandshakeTest {
  private static final byte[] CONTEXT = {1, 2, 3};
  private static final byte[] SECRET = new byte[32];
  private static final int[] X25519_ONLY = {NamedGroup.x25519};
  private static final int MUTATIONS = 150;

  private final TestGroup group = new TestGroup();
  private final GroupTrust trust = group.trust();
  private final NodeKey aliceKey = group.newKey();
  private final NodeKey bobKey = group.newKey();
  private final NodeCertificate aliceCertificate = group.issue(aliceKey, Role.GATEWAY);
  private final TlsSecurity alice = member(aliceKey, aliceCertificate);
  private final TlsSecurity bob = member(bobKey, group.issue(bobKey));

  @Test
  void bothEndsAgreeOnSecretsAndKnowEachOther() {
    Run run = new Run(alice.initiate(), bob.respond(), NOW).finish();

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

    assertCompleted(new Run(initiator, responder, NOW).finish());

    assertThat(initiator.negotiatedGroup()).isEqualTo(NamedGroup.X25519MLKEM768);
    assertThat(responder.negotiatedGroup()).isEqualTo(NamedGroup.X25519MLKEM768);
  }

  @Test
  void aResponderWithX25519AloneIsReached() {
    TlsHandshake initiator = alice.initiate(TlsProfile.groups());

    Run run = new Run(initiator, bob.respond(X25519_ONLY), NOW).finish();

    assertCompleted(run);
    assertThat(initiator.negotiatedGroup()).isEqualTo(NamedGroup.x25519);
  }

  @Test
  void anInitiatorWithX25519AloneIsAnswered() {
    TlsHandshake responder = bob.respond(TlsProfile.groups());

    Run run = new Run(alice.initiate(X25519_ONLY), responder, NOW).finish();

    assertCompleted(run);
    assertThat(responder.negotiatedGroup()).isEqualTo(NamedGroup.x25519);
  }

  @Test
  void theFlightsHaveTheSizesThatThePathsArePlannedFor() {
    Run run = new Run(alice.initiate(), bob.respond(), NOW).finish();

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

    Step hello = initiator.step(new byte[0], CONTEXT, now);
    Step answer = responder.step(hello.output(), CONTEXT, now);
    Step last = initiator.step(answer.output(), CONTEXT, now);
    Step end = responder.step(last.output(), new byte[] {9}, now);

    assertThat(requireNonNull(last.completed()).controlSecret())
        .isNotEqualTo(requireNonNull(end.completed()).controlSecret());
  }

  @Test
  void aStreamMayArriveByteByByte() {
    HandshakeMachine initiator = alice.initiate();
    HandshakeMachine responder = bob.respond();
    byte[] toResponder = step(initiator, new byte[0]).output();
    byte[] toInitiator = dribble(responder, toResponder).output();
    Step last = dribble(initiator, toInitiator);
    Step end = dribble(responder, last.output());

    assertThat(requireNonNull(end.completed()).dataSecret())
        .isEqualTo(requireNonNull(last.completed()).dataSecret());
  }

  @Test
  void anotherGroupsMemberIsRefusedByBothEnds() {
    TestGroup other = new TestGroup();
    NodeKey key = other.newKey();
    TlsSecurity stranger =
        TlsSecurity.ofGroup(other.trust(), SECRET, key, other.issue(key), new SecureRandom());

    assertThat(new Run(stranger.initiate(), bob.respond(), NOW).finish().failures())
        .contains("another group");
    assertThat(new Run(alice.initiate(), stranger.respond(), NOW).finish().failures())
        .contains("another group");
  }

  @Test
  void aStrangerWhoTrustsTheGroupIsStillRefused() {
    // Like anotherGroupsMember..., but only the honest end may do the refusing.
    TestGroup other = new TestGroup();
    NodeKey key = other.newKey();
    TlsSecurity stranger =
        TlsSecurity.ofGroup(trust, SECRET, key, other.issue(key), new SecureRandom());

    Run run = new Run(stranger.initiate(), bob.respond(), NOW).finish();

    assertThat(run.responder.completed()).isNull();
    assertThat(run.responder.failure()).contains("another group");
  }

  @Test
  void aSelfMadeCertificateIsRefused() {
    TlsSecurity self = member(aliceKey, SelfTrust.certificate(aliceKey));

    Run run = new Run(self.initiate(), bob.respond(), NOW).finish();

    assertThat(run.responder.failure()).contains("self-made");
    assertThat(new Run(bob.initiate(), self.respond(), NOW).finish().initiator.failure())
        .contains("self-made");
  }

  @Test
  void somebodyElsesCertificateIsUselessWithoutItsKey() {
    Credentials stolen =
        new Credentials(new BcTlsCrypto(new SecureRandom()), bobKey, aliceCertificate.encoded());
    NodeKey carolKey = group.newKey();
    TlsSecurity carol = member(carolKey, group.issue(carolKey));
    CertificateCache cache = new CertificateCache(trust);

    TlsHandshake thief =
        TlsHandshake.initiator(
            stolen, new Conclusion(bob.nodeId(), true, cache), TlsProfile.groups());
    Run run = new Run(thief, carol.respond(), NOW).finish();

    assertThat(run.responder.completed()).isNull();
    assertThat(run.responder.failure()).isNotNull();
  }

  @Test
  void whoHasThisNodesOwnKeyProvesItAndIsLeftToTheSessions() {
    Run run = new Run(alice.initiate(), alice.respond(), NOW).finish();
    assertCompleted(run);
    assertThat(requireNonNull(run.initiator.completed()).peer().nodeId()).isEqualTo(alice.nodeId());
  }

  @Test
  void anExpiredMemberIsAcceptedWhileThePortalIsAwayAndRefusedOnceItHasLived() throws Exception {
    Instant later = NOW.plus(TestGroup.LIFE).plus(Duration.ofDays(2));

    assertCompleted(new Run(alice.initiate(), bob.respond(), later).finish());
    trust.offer(group.crl(1, NOW.plus(TestGroup.LIFE).plus(Duration.ofHours(2))).encoded());
    assertThat(new Run(alice.initiate(), bob.respond(), later).finish().failures())
        .contains("expired");
  }

  @Test
  void aMemberRevokedBySerialIsRefused() throws Exception {
    Revocation bySerial =
        new Revocation(
            aliceCertificate.identity().serial(),
            "00".repeat(32),
            Revocation.Reason.UNSPECIFIED,
            NOW);
    assertCompleted(new Run(alice.initiate(), bob.respond(), NOW).finish());

    trust.offer(group.crl(1, NOW, bySerial).encoded());

    assertThat(new Run(alice.initiate(), bob.respond(), NOW).finish().responder.failure())
        .contains("revoked");
    assertThat(bob.isStillTrusted(aliceCertificate.identity(), NOW.toEpochMilli())).isFalse();
  }

  @Test
  void aNewCertificateForARevokedKeyIsRefused() throws Exception {
    trust.offer(group.crl(1, NOW, TestGroup.revocationOf(aliceCertificate)).encoded());
    TlsSecurity again = member(aliceKey, group.issue(aliceKey));

    assertThat(new Run(bob.initiate(), again.respond(), NOW).finish().initiator.failure())
        .contains("revoked");
  }

  @Test
  void publicNodesMeetWithSelfMadeCertificates() {
    TlsSecurity one = TlsSecurity.ofPublicOverlay(aliceKey, new SecureRandom());
    TlsSecurity two = TlsSecurity.ofPublicOverlay(bobKey, new SecureRandom());

    Run run = new Run(one.initiate(), two.respond(), NOW).finish();

    assertCompleted(run);
    assertThat(requireNonNull(run.initiator.completed()).peer().nodeId())
        .isEqualTo(bobKey.publicNodeId());
  }

  @Test
  void garbageEndsAHandshakeWithoutAnException() {
    Random random = new Random(7);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] garbage = new byte[random.nextInt(3_000)];
      random.nextBytes(garbage);
      Step atResponder = step(bob.respond(), garbage);
      HandshakeMachine initiator = alice.initiate();
      Step hello = step(initiator, new byte[0]);

      assertThat(hello.failure()).isNull();
      assertThat(atResponder.completed()).isNull();
      assertThat(step(initiator, garbage).completed()).isNull();
    }
  }

  @Test
  void aMutatedFlightIsRefused() {
    Random random = new Random(11);
    for (int i = 0; i < MUTATIONS; i++) {
      int flight = i % 3;
      Run run = new Run(alice.initiate(), bob.respond(), NOW);
      run.tamper =
          (at, bytes) -> {
            byte[] passed = at == flight ? mutate(bytes, random) : bytes;
            run.tampered = at == flight ? Arrays.mismatch(bytes, passed) : run.tampered;
            return passed;
          };

      run.finish();

      // A record's legacy version may be anything (RFC 8446 5.1); all else is authenticated.
      var atInitiator = run.initiator.completed();
      var atResponder = run.responder.completed();
      if (atInitiator != null && atResponder != null) {
        assertThat(atInitiator.dataSecret()).isEqualTo(atResponder.dataSecret());
        assertThat(run.tampered).as("byte of a record header").isBetween(1, 2);
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
    Step step = step(responder, record);
    for (int i = 0; i < 20 && step.failure() == null; i++) {
      step = step(responder, new byte[1_000]);
    }
    assertThat(step.failure()).isNotNull();
    assertThat(step(responder, new byte[1]).failure()).contains("over already");
  }

  private TlsSecurity member(NodeKey key, NodeCertificate certificate) {
    return TlsSecurity.ofGroup(trust, SECRET, key, certificate, new SecureRandom());
  }

  private static void assertCompleted(Run run) {
    assertThat(run.initiator.completed()).as(run.toString()).isNotNull();
    assertThat(run.responder.completed()).as(run.toString()).isNotNull();
  }

  private static Step step(HandshakeMachine machine, byte[] input) {
    return machine.step(input, CONTEXT, NOW.toEpochMilli());
  }

  private static Step dribble(HandshakeMachine machine, byte[] input) {
    byte[] output = {};
    for (int i = 0; i < input.length - 1; i++) {
      Step step = step(machine, new byte[] {input[i]});
      assertThat(step.failure()).isNull();
      byte[] longer = Arrays.copyOf(output, output.length + step.output().length);
      System.arraycopy(step.output(), 0, longer, output.length, step.output().length);
      output = longer;
    }
    Step last = step(machine, new byte[] {input[input.length - 1]});
    byte[] all = Arrays.copyOf(output, output.length + last.output().length);
    System.arraycopy(last.output(), 0, all, output.length, last.output().length);
    return new Step(all, last.completed(), last.failure());
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] copy =
        random.nextInt(6) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
    if (copy.length > 0) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return copy;
  }

  private interface Tamper {
    byte[] tamper(int flight, byte[] bytes);
  }

  /** Passes flights to and fro until both ends are done. */
  private static final class Run {
    private static final int MAX_FLIGHTS = 8;

    private final HandshakeMachine[] ends;
    private final long wallMillis;
    private Tamper tamper = (flight, bytes) -> bytes;
    private int tampered = -1;
    private Step initiator = new Step(new byte[0], null, null);
    private Step responder = initiator;
    private int[] flights = {};

    Run(HandshakeMachine initiator, HandshakeMachine responder, Instant now) {
      ends = new HandshakeMachine[] {initiator, responder};
      wallMillis = now.toEpochMilli();
    }

    Run finish() {
      byte[] input = {};
      for (int flight = 0; flight < MAX_FLIGHTS; flight++) {
        boolean atInitiator = flight % 2 == 0;
        if (isDone(atInitiator ? initiator : responder) || (flight > 0 && input.length == 0)) {
          return this;
        }
        Step step = ends[flight % 2].step(input, CONTEXT, wallMillis);
        if (atInitiator) {
          initiator = step;
        } else {
          responder = step;
        }
        flights = Arrays.copyOf(flights, flight + 1);
        flights[flight] = step.output().length;
        input = tamper.tamper(flight, step.output());
      }
      return this;
    }

    String failures() {
      return initiator.failure() + "; " + responder.failure();
    }

    private static boolean isDone(Step step) {
      return step.completed() != null || step.failure() != null;
    }

    @Override
    public String toString() {
      return "flights " + Arrays.toString(flights) + ", failures " + failures();
    }
  }
}
