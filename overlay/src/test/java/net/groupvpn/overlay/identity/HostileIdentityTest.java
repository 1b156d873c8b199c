package net.groupvpn.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes from outside may be refused; they may not break anything. */
class HostileIdentityTest {
  private static final int MUTATIONS = 5_000;

  private final Random random = new Random(42);
  private final TestGroup group = new TestGroup();
  private final NodeCertificate certificate = group.issue(group.newKey());

  private interface Parser {
    void parse(byte[] input) throws IdentityException;
  }

  @Test
  void mutatedCertificatesAreRefusedOrUntrusted() {
    GroupTrust trust = group.trust();
    byte[] original = certificate.encoded();

    attack(
        original,
        input ->
            assertThat(
                    Arrays.equals(input, original)
                        || trust.refusalOfIssue(NodeCertificate.parse(input)) != null)
                .isTrue());
  }

  @Test
  void mutatedRevocationListsAreRefused() {
    GroupCa ca = group.authority.ca();
    byte[] original = group.crl(3, new Census(2, 5), TestGroup.revocationOf(certificate)).encoded();

    attack(
        original,
        input -> assertThat(RevocationList.parse(input, ca).encoded()).isEqualTo(original));
  }

  @Test
  void mutatedRequestsAreRefused() {
    byte[] original = CertificateRequest.create(group.newKey(), "laptop");

    attack(
        original,
        input -> {
          CertificateRequest.verify(input);
          assertThat(input).isEqualTo(original);
        });
  }

  @Test
  void mutatedAuthoritiesAreRefused() {
    byte[] original = group.authority.ca().encoded();

    attack(original, input -> assertThat(GroupCa.parse(input).encoded()).isEqualTo(original));
  }

  @Test
  void aNodeIdThatIsNotTheKeysIsRefused() {
    byte[] forged = certificate.encoded().clone();
    String uri = "groupvpn:node:";
    int at = new String(forged, StandardCharsets.ISO_8859_1).indexOf(uri);
    forged[at + uri.length()] = (byte) (forged[at + uri.length()] == '0' ? '1' : '0');

    assertThatThrownBy(() -> NodeCertificate.parse(forged))
        .isInstanceOf(IdentityException.class)
        .hasMessageContaining("but its key belongs to node");
  }

  @Test
  void oversizedInputIsRefusedUnread() {
    assertThatThrownBy(() -> NodeCertificate.parse(new byte[NodeCertificate.MAX_BYTES + 1]))
        .hasMessageContaining("more than 2048");
    assertThatThrownBy(() -> Pem.decode(Pem.CERTIFICATE, "x".repeat(10_000), 100))
        .isInstanceOf(IdentityException.class);
  }

  @Test
  void pemOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> NodeCertificate.parsePem(group.authority.keyPem()))
        .hasMessageContaining("BEGIN CERTIFICATE");
    assertThatThrownBy(() -> Pem.decode(Pem.CRL, "-----BEGIN X509 CRL-----", 100))
        .isInstanceOf(IdentityException.class);
    assertThatThrownBy(
            () -> Pem.decode(Pem.CRL, "-----BEGIN X509 CRL-----\n*\n-----END X509 CRL-----", 100))
        .hasMessageContaining("Base64");
  }

  private void attack(byte[] original, Parser parser) {
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      try {
        parser.parse(mutate(original));
      } catch (IdentityException expected) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(MUTATIONS / 2);
  }

  private byte[] mutate(byte[] original) {
    byte[] copy =
        random.nextInt(8) == 0
            ? Arrays.copyOf(original, random.nextInt(original.length + 40))
            : original.clone();
    for (int changes = random.nextInt(4); changes > 0 && copy.length > 0; changes--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt();
    }
    return copy;
  }
}
