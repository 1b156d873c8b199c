package net.groupvpn.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupTrustTest {
  private static final Instant END = TestGroup.NOW.plus(TestGroup.LIFE);

  private final TestGroup group = new TestGroup();
  private final GroupTrust trust = group.trust();
  private final NodeKey key = group.newKey();
  private final NodeCertificate certificate = group.issue(key);

  @Test
  void aMemberIsAccepted() {
    assertThat(refusalAt(TestGroup.NOW)).isNull();
  }

  @Test
  void anotherGroupsMemberIsRefused() {
    NodeCertificate stranger = new TestGroup().issue(key);

    assertThat(trust.refusal(stranger, TestGroup.NOW.toEpochMilli())).contains("another group");
  }

  @Test
  void aSelfMadeCertificateIsRefused() {
    assertThat(trust.refusal(SelfTrust.certificate(key), TestGroup.NOW.toEpochMilli()))
        .contains("self-made");
  }

  @Test
  void aCertificateWithAChangedByteIsRefused() throws Exception {
    byte[] changed = certificate.encoded().clone();
    changed[changed.length - 1] ^= 1;

    assertThat(trust.refusalOfIssue(NodeCertificate.parse(changed))).contains("not signed by");
  }

  @Test
  void aCertificateOfTheFutureIsRefusedButForAnHour() {
    assertThat(refusalAt(TestGroup.NOW.minus(Duration.ofMinutes(59)))).isNull();
    assertThat(refusalAt(TestGroup.NOW.minus(Duration.ofMinutes(61)))).contains("not valid before");
  }

  @Test
  void anExpiredCertificateIsAcceptedWhileThePortalIsAway() {
    assertThat(refusalAt(END.plus(Duration.ofDays(29)))).isNull();
  }

  @Test
  void theOutageGraceEnds() {
    assertThat(refusalAt(END.plus(Duration.ofDays(31)))).contains("expired");
  }

  @Test
  void anExpiredCertificateIsRefusedOnceThePortalHasLived() throws Exception {
    Instant later = END.plus(Duration.ofHours(2));

    trust.offer(group.crl(1, END.plus(Duration.ofMinutes(59))).encoded());
    assertThat(refusalAt(later)).isNull();
    trust.offer(group.crl(2, END.plus(Duration.ofMinutes(61))).encoded());
    assertThat(refusalAt(later)).contains("expired");
  }

  @Test
  void aRevokedSerialIsRefused() throws Exception {
    Revocation ofSerial =
        new Revocation(
            certificate.identity().serial(),
            "00".repeat(32),
            Revocation.Reason.UNSPECIFIED,
            TestGroup.NOW);

    trust.offer(group.crl(1, TestGroup.NOW, ofSerial).encoded());

    assertThat(refusalAt(TestGroup.NOW)).contains("revoked");
  }

  @Test
  void aNewCertificateForARevokedKeyIsRefused() throws Exception {
    trust.offer(group.crl(1, TestGroup.NOW, TestGroup.revocationOf(certificate)).encoded());

    assertThat(trust.refusal(group.issue(key), TestGroup.NOW.toEpochMilli())).contains("revoked");
    assertThat(trust.refusal(group.issue(group.newKey()), TestGroup.NOW.toEpochMilli())).isNull();
  }

  @Test
  void theNumberOfTheRevocationListNeverGoesBack() throws Exception {
    byte[] older = group.crl(4, TestGroup.NOW).encoded();
    byte[] newer = group.crl(5, TestGroup.NOW).encoded();

    assertThat(trust.offer(newer)).isTrue();
    assertThat(trust.offer(older)).isFalse();
    assertThat(trust.offer(newer)).isFalse();
    assertThat(trust.newest()).extracting(RevocationList::number).isEqualTo(5L);
  }

  @Test
  void whatALaterListHasForgottenStaysRevokedAndIsHandedIn() throws Exception {
    RevocationList lost = group.crl(5, TestGroup.NOW, TestGroup.revocationOf(certificate));
    RevocationList restored = group.crl(6, TestGroup.NOW);
    RevocationList whole = group.crl(7, TestGroup.NOW, TestGroup.revocationOf(certificate));

    trust.offer(lost.encoded());
    assertThat(trust.unknownTo(group.crl(4, TestGroup.NOW))).isEqualTo(trust.newest());
    trust.offer(restored.encoded());

    assertThat(refusalAt(TestGroup.NOW)).contains("revoked");
    assertThat(trust.unknownTo(restored)).extracting(RevocationList::number).isEqualTo(5L);

    trust.offer(whole.encoded());
    assertThat(refusalAt(TestGroup.NOW)).contains("revoked");
    assertThat(trust.unknownTo(whole)).isNull();
  }

  @Test
  void aNumberThatWasUsedForTwoListsIsNoticed() throws Exception {
    trust.offer(group.crl(5, TestGroup.NOW).encoded());

    assertThat(trust.unknownTo(group.crl(5, TestGroup.NOW.plusSeconds(60)))).isNotNull();
    assertThat(trust.unknownTo(group.crl(6, TestGroup.NOW.plusSeconds(60)))).isNull();
  }

  @Test
  void aRevocationThatIsNoLongerListedIsNotMissed() throws Exception {
    trust.offer(group.crl(5, TestGroup.NOW, TestGroup.revocationOf(certificate)).encoded());
    Instant later = TestGroup.NOW.plus(RevocationList.LISTED).plusSeconds(1);

    assertThat(trust.unknownTo(group.crl(6, later))).isNull();
  }

  @Test
  void anotherGroupsRevocationListIsRefused() {
    byte[] foreign = new TestGroup().crl(9, TestGroup.NOW).encoded();

    assertThatThrownBy(() -> trust.offer(foreign))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("not signed by");
    assertThat(trust.newest()).isNull();
  }

  @Test
  void aPublicNodeProvesItselfForEver() throws Exception {
    SelfTrust self = new SelfTrust();
    NodeCertificate own = SelfTrust.certificate(key);
    byte[] changed = own.encoded().clone();
    changed[changed.length - 1] ^= 1;

    assertThat(own.identity().nodeId()).isEqualTo(key.publicNodeId());
    assertThat(self.refusal(own, Instant.parse("2099-01-01T00:00:00Z").toEpochMilli())).isNull();
    assertThat(self.refusalOfIssue(NodeCertificate.parse(changed))).contains("own key");
    assertThat(self.refusalOfIssue(certificate)).contains("private group");
  }

  private @Nullable String refusalAt(Instant time) {
    return trust.refusal(certificate, time.toEpochMilli());
  }
}
