package net.groupvpn.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.Role;
import org.junit.jupiter.api.Test;

class GroupAuthorityTest {
  private final TestGroup group = new TestGroup();
  private final GroupAuthority authority = group.authority;

  @Test
  void theGroupIdIsTheHashOfTheCaKey() {
    assertThat(authority.groupId())
        .isEqualTo(Ed25519Spki.sha256Hex(authority.ca().spki()))
        .hasSize(64);
  }

  @Test
  void anAuthorityIsRestoredFromPem() throws Exception {
    GroupAuthority restored =
        GroupAuthority.ofPem(authority.ca().toPem(), authority.keyPem(), new SecureRandom());

    assertThat(restored.ca()).isEqualTo(authority.ca());
    assertThat(authority.ca().verify(new byte[] {1}, restored.sign(new byte[] {1}))).isTrue();
  }

  @Test
  void anotherAuthoritysKeyIsRefused() {
    String otherKey = new TestGroup().authority.keyPem();

    assertThatThrownBy(
            () -> GroupAuthority.ofPem(authority.ca().toPem(), otherKey, new SecureRandom()))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("does not belong");
  }

  @Test
  void aCertificateSaysWhatWasOrdered() {
    NodeKey key = group.newKey();
    byte[] salt = new byte[Membership.SALT_BYTES];
    salt[3] = 7;

    NodeCertificate certificate = group.issue(key.spki(), salt, Role.GATEWAY, Role.NO_RELAY);

    assertThat(certificate.identity().nodeId()).isEqualTo(NodeId.hash(salt, key.spki()));
    assertThat(certificate.identity().member()).isEqualTo("alice");
    assertThat(certificate.label()).isEqualTo("laptop");
    assertThat(certificate.identity().roles())
        .containsExactlyInAnyOrder(Role.GATEWAY, Role.NO_RELAY);
    assertThat(certificate.notAfter()).isEqualTo(TestGroup.NOW.plus(TestGroup.LIFE));
    assertThat(certificate.isSignedBy(authority.ca().spki())).isTrue();
  }

  @Test
  void serialNumbersAreLongAndDiffer() {
    NodeKey key = group.newKey();

    String first = group.issue(key).identity().serial();
    String second = group.issue(key).identity().serial();

    assertThat(new BigInteger(first, 16).bitLength()).isGreaterThan(64);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void thePlatformReadsAndVerifiesTheCertificates() throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    X509Certificate ca = read(factory, authority.ca().encoded());
    X509Certificate leaf = read(factory, group.issue(group.newKey()).encoded());

    ca.verify(ca.getPublicKey());
    leaf.verify(ca.getPublicKey());
    assertThat(ca.getBasicConstraints()).isGreaterThan(0);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getIssuerX500Principal()).isEqualTo(ca.getSubjectX500Principal());
    assertThat(leaf.getSubjectAlternativeNames().iterator().next().get(1).toString())
        .startsWith("groupvpn:node:");
    assertThat(ca.getKeyUsage()[5]).as("may sign certificates").isTrue();
    assertThat(ca.getKeyUsage()[6]).as("may sign CRLs").isTrue();
  }

  @Test
  void thePlatformReadsAndVerifiesTheRevocationList() throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    NodeCertificate revoked = group.issue(group.newKey());
    RevocationList list = group.crl(7, TestGroup.NOW, TestGroup.revocationOf(revoked));

    X509CRL crl = (X509CRL) factory.generateCRL(new ByteArrayInputStream(list.encoded()));

    crl.verify(read(factory, authority.ca().encoded()).getPublicKey());
    assertThat(crl.isRevoked(read(factory, revoked.encoded()))).isTrue();
    assertThat(crl.getThisUpdate().toInstant()).isEqualTo(TestGroup.NOW);
  }

  @Test
  void aRequestProvesThatItsSenderHasTheKey() throws Exception {
    NodeKey key = group.newKey();

    CertificateRequest request =
        CertificateRequest.verifyPem(CertificateRequest.createPem(key, "laptop"));

    assertThat(request.label()).isEqualTo("laptop");
    assertThat(request.spki()).isEqualTo(key.spki());
  }

  @Test
  void aRequestForSomebodyElsesKeyIsRefused() {
    byte[] request = CertificateRequest.create(group.newKey(), "laptop");
    byte[] otherKey = group.newKey().spki();
    int at = indexOf(request, 0x2b, 0x65, 0x70, 0x03, 0x21) + 6;
    System.arraycopy(otherKey, 12, request, at, 32);

    assertThatThrownBy(() -> CertificateRequest.verify(request))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("not signed by the key it names");
  }

  @Test
  void aKeyIsRestoredFromPem() throws Exception {
    NodeKey key = group.newKey();

    assertThat(NodeKey.ofPem(key.toPem()).spki()).isEqualTo(key.spki());
    assertThat(key.toString()).doesNotContain(key.toPem().split("\n", -1)[1]);
  }

  @Test
  void timesFrom2050OnAreWrittenToo() {
    Instant late = Instant.parse("2055-01-01T00:00:00Z");

    assertThat(group.crl(1, late).thisUpdateMillis()).isEqualTo(late.toEpochMilli());
  }

  @Test
  void aRevocationListHasALimit() {
    Revocation line = TestGroup.revocationOf(group.issue(group.newKey()));
    Revocation[] lines = new Revocation[RevocationList.MAX_ENTRIES + 1];
    Arrays.setAll(
        lines,
        i ->
            new Revocation(
                Integer.toHexString(i + 1), line.keyHash(), line.reason(), TestGroup.NOW));

    assertThatThrownBy(() -> group.crl(1, TestGroup.NOW, lines))
        .isInstanceOf(IllegalArgumentException.class);
    Revocation[] allowed = Arrays.copyOf(lines, RevocationList.MAX_ENTRIES);
    assertThat(authority.crl(1, TestGroup.NOW, TestGroup.NOW, List.of(allowed)).size())
        .isEqualTo(RevocationList.MAX_ENTRIES);
  }

  private static X509Certificate read(CertificateFactory factory, byte[] der) throws Exception {
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
  }

  private static int indexOf(byte[] bytes, int... pattern) {
    for (int i = 0; i + pattern.length <= bytes.length; i++) {
      int at = i;
      boolean found = true;
      for (int k = 0; k < pattern.length; k++) {
        found &= bytes[at + k] == (byte) pattern[k];
      }
      if (found) {
        return i;
      }
    }
    throw new AssertionError("pattern is not there");
  }
}
