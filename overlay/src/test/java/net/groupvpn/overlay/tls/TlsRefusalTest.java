package net.groupvpn.overlay.tls;

import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.SelfTrust;
import net.groupvpn.overlay.identity.TestGroup;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;

/** Whose handshakes are refused, and why. */
class TlsRefusalTest {
  private final TwoMembers members = new TwoMembers();
  private final TestGroup group = members.group;
  private final GroupTrust trust = members.trust;
  private final TlsSecurity alice = members.alice;
  private final TlsSecurity bob = members.bob;

  @Test
  void anotherGroupsMemberIsRefusedByBothEnds() {
    TestGroup other = new TestGroup();
    NodeKey key = other.newKey();
    TlsSecurity stranger =
        TlsSecurity.ofGroup(
            other.trust(), TwoMembers.SECRET, key, other.issue(key), new SecureRandom());

    assertThat(new HandshakeRun(stranger.initiate(), bob.respond(), NOW).finish().failures())
        .contains("another group");
    assertThat(new HandshakeRun(alice.initiate(), stranger.respond(), NOW).finish().failures())
        .contains("another group");
  }

  @Test
  void aStrangerWhoTrustsTheGroupIsStillRefused() {
    // Like anotherGroupsMember..., but only the honest end may refuse.
    TestGroup other = new TestGroup();
    NodeKey key = other.newKey();
    TlsSecurity stranger =
        TlsSecurity.ofGroup(trust, TwoMembers.SECRET, key, other.issue(key), new SecureRandom());

    HandshakeRun run = new HandshakeRun(stranger.initiate(), bob.respond(), NOW).finish();

    assertThat(run.responder.completed()).isNull();
    assertThat(run.responder.failure()).contains("another group");
  }

  @Test
  void aSelfMadeCertificateIsRefused() {
    TlsSecurity self = members.member(members.aliceKey, SelfTrust.certificate(members.aliceKey));

    HandshakeRun run = new HandshakeRun(self.initiate(), bob.respond(), NOW).finish();

    assertThat(run.responder.failure()).contains("self-made");
    assertThat(new HandshakeRun(bob.initiate(), self.respond(), NOW).finish().initiator.failure())
        .contains("self-made");
  }

  @Test
  void somebodyElsesCertificateIsUselessWithoutItsKey() {
    Credentials stolen =
        new Credentials(
            new BcTlsCrypto(new SecureRandom()),
            members.bobKey,
            members.aliceCertificate.encoded());
    NodeKey carolKey = group.newKey();
    TlsSecurity carol = members.member(carolKey, group.issue(carolKey));
    CertificateCache cache = new CertificateCache(trust);

    TlsHandshake thief =
        TlsHandshake.initiator(
            stolen, new Conclusion(bob.nodeId(), true, cache), TlsProfile.groups());
    HandshakeRun run = new HandshakeRun(thief, carol.respond(), NOW).finish();

    assertThat(run.responder.completed()).isNull();
    assertThat(run.responder.failure()).isNotNull();
  }

  @Test
  void anExpiredMemberIsAcceptedWhileThePortalIsAwayAndRefusedOnceItHasLived() throws Exception {
    Instant later = NOW.plus(TestGroup.LIFE).plus(Duration.ofDays(2));

    new HandshakeRun(alice.initiate(), bob.respond(), later).finish().assertCompleted();
    trust.offer(group.crl(1, NOW.plus(TestGroup.LIFE).plus(Duration.ofHours(2))).encoded());
    assertThat(new HandshakeRun(alice.initiate(), bob.respond(), later).finish().failures())
        .contains("expired");
  }

  @Test
  void aMemberRevokedBySerialIsRefused() throws Exception {
    Revocation bySerial =
        new Revocation(
            members.aliceCertificate.identity().serial(),
            "00".repeat(32),
            Revocation.Reason.UNSPECIFIED,
            NOW);
    new HandshakeRun(alice.initiate(), bob.respond(), NOW).finish().assertCompleted();

    trust.offer(group.crl(1, NOW, bySerial).encoded());

    assertThat(new HandshakeRun(alice.initiate(), bob.respond(), NOW).finish().responder.failure())
        .contains("revoked");
    assertThat(bob.isStillTrusted(members.aliceCertificate.identity(), NOW.toEpochMilli()))
        .isFalse();
  }

  @Test
  void aNewCertificateForARevokedKeyIsRefused() throws Exception {
    trust.offer(group.crl(1, NOW, TestGroup.revocationOf(members.aliceCertificate)).encoded());
    TlsSecurity again = members.member(members.aliceKey, group.issue(members.aliceKey));

    assertThat(new HandshakeRun(bob.initiate(), again.respond(), NOW).finish().initiator.failure())
        .contains("revoked");
  }
}
