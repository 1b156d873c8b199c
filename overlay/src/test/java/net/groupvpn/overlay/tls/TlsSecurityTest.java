package net.groupvpn.overlay.tls;

import static net.groupvpn.overlay.identity.TestGroup.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Verified;
import org.junit.jupiter.api.Test;

class TlsSecurityTest {
  private static final byte[] MESSAGE = "a record".getBytes(StandardCharsets.UTF_8);
  private static final int HEADER = 14;
  private static final long MILLIS = NOW.toEpochMilli();

  private final TestGroup group = new TestGroup();
  private final GroupTrust trust = group.trust();
  private final NodeKey key = group.newKey();
  private final byte[] salt = new byte[Membership.SALT_BYTES];
  private final NodeCertificate certificate = group.issue(key.spki(), salt);
  private final TlsSecurity node = node(new byte[32]);

  @Test
  void aSealedRecordOpensInPlace() {
    RecordCipher sealer = node.cipher(new byte[16], new byte[12]);
    RecordCipher opener = node.cipher(new byte[16], new byte[12]);
    byte[] frame = new byte[HEADER + 100 + RecordCipher.TAG_BYTES];
    Arrays.fill(frame, (byte) 5);

    int sealed = sealer.seal(7, frame, HEADER, 100, frame, HEADER, 0, HEADER);
    assertThat(sealed).isEqualTo(116);
    assertThat(frame[HEADER] == 5 && frame[HEADER + 1] == 5 && frame[HEADER + 2] == 5).isFalse();
    assertThat(opener.open(7, frame, HEADER, sealed, frame, HEADER, 0, HEADER)).isEqualTo(100);
    assertThat(Arrays.copyOf(frame, HEADER + 100)).containsOnly((byte) 5);
  }

  @Test
  void aChangedByteCounterOrHeaderIsForged() {
    RecordCipher cipher = node.cipher(new byte[16], new byte[12]);
    byte[] frame = new byte[HEADER + 20 + RecordCipher.TAG_BYTES];
    int sealed = cipher.seal(1, new byte[20], 0, 20, frame, HEADER, 0, HEADER);
    byte[] out = new byte[20];

    assertThat(cipher.open(2, frame, HEADER, sealed, out, 0, 0, HEADER)).isEqualTo(-1);
    frame[0] ^= 1;
    assertThat(cipher.open(1, frame, HEADER, sealed, out, 0, 0, HEADER)).isEqualTo(-1);
    frame[0] ^= 1;
    frame[HEADER] ^= 1;
    assertThat(cipher.open(1, frame, HEADER, sealed, out, 0, 0, HEADER)).isEqualTo(-1);
    assertThat(cipher.open(1, frame, HEADER, 15, out, 0, 0, HEADER)).isEqualTo(-1);
    frame[HEADER] ^= 1;
    assertThat(cipher.open(1, frame, HEADER, sealed, out, 0, 0, HEADER)).isEqualTo(20);
  }

  @Test
  void secretsExpandAsRfc8448Shows() {
    // RFC 8448 section 3: the server's handshake traffic key and IV.
    byte[] secret =
        HexFormat.of().parseHex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");

    assertThat(HexFormat.of().formatHex(node.expand(secret, "key", 16)))
        .isEqualTo("3fce516009c21727d0f2e4e86ee403bc");
    assertThat(HexFormat.of().formatHex(node.expand(secret, "iv", 12)))
        .isEqualTo("5d313eb2671276ee13000b30");
    assertThat(node.expand(secret, "long", 100)).hasSize(100);
  }

  @Test
  void theFrameMacDependsOnTheGroupSecret() {
    byte[] other = new byte[32];
    other[0] = 1;

    byte[] mac = node.frameMac(MESSAGE, 0, MESSAGE.length);

    assertThat(mac).hasSize(16).isEqualTo(node.frameMac(MESSAGE, 0, MESSAGE.length));
    assertThat(mac).isEqualTo(node(new byte[32]).frameMac(MESSAGE, 0, MESSAGE.length));
    assertThat(mac).isNotEqualTo(node(other).frameMac(MESSAGE, 0, MESSAGE.length));
  }

  @Test
  void aSignatureIsVerifiedWithItsCertificate() {
    Verified verified = node.verify(node.certificate(), MESSAGE, node.sign(MESSAGE), MILLIS);

    assertThat(verified.refusal()).isNull();
    assertThat(verified.signer()).extracting(PeerIdentity::nodeId).isEqualTo(node.nodeId());
  }

  @Test
  void aWrongSignatureOrCertificateIsRefused() {
    byte[] signature = node.sign(MESSAGE);
    byte[] foreign = new TestGroup().issue(key).encoded();

    assertThat(node.verify(node.certificate(), new byte[3], signature, MILLIS).refusal())
        .contains("not by node");
    assertThat(node.verify(node.certificate(), MESSAGE, new byte[5], MILLIS).refusal())
        .contains("not by node");
    assertThat(node.verify(foreign, MESSAGE, signature, MILLIS).refusal())
        .contains("another group");
    assertThat(node.verify(new byte[9], MESSAGE, signature, MILLIS).refusal()).isNotNull();
  }

  @Test
  void revocationTakesEffectOnCachedCertificates() throws Exception {
    byte[] signature = node.sign(MESSAGE);
    assertThat(node.verify(node.certificate(), MESSAGE, signature, MILLIS).refusal()).isNull();

    trust.offer(group.crl(1, NOW, TestGroup.revocationOf(certificate)).encoded());

    assertThat(node.verify(node.certificate(), MESSAGE, signature, MILLIS).refusal())
        .contains("revoked");
  }

  @Test
  void aRenewedCertificateIsPresentedFromThenOn() {
    NodeCertificate renewed = group.issue(key.spki(), salt);

    node.renew(renewed);

    assertThat(node.certificate()).isEqualTo(renewed.encoded());
    assertThatThrownBy(() -> node.renew(group.issue(group.newKey())))
        .hasMessageContaining("not for this node's key");
    byte[] otherSalt = new byte[Membership.SALT_BYTES];
    otherSalt[0] = 1;
    assertThatThrownBy(() -> node.renew(group.issue(key.spki(), otherSalt)))
        .hasMessageContaining("but the certificate names");
  }

  private TlsSecurity node(byte[] secret) {
    return TlsSecurity.ofGroup(trust, secret, key, certificate, new SecureRandom());
  }
}
