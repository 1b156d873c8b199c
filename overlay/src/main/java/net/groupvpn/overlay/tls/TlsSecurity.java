package net.groupvpn.overlay.tls;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.OptionalInt;
import javax.crypto.Mac;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.SelfTrust;
import net.groupvpn.overlay.identity.Trust;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.security.Verified;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Real cryptography for one node in one realm. Thread-safe. */
public final class TlsSecurity implements Security {
  private static final String FRAME_LABEL = "groupvpn frame";

  /** Not a secret: it only tells frames of this protocol from noise. */
  private static final byte[] PUBLIC_FRAME_KEY =
      "groupvpn public overlay".getBytes(StandardCharsets.US_ASCII);

  private final Trust trust;
  private final CertificateCache certificates;
  private final Mac frameMac;
  private final NodeKey key;
  private final NodeId nodeId;
  private final BcTlsCrypto crypto;
  private volatile NodeCertificate certificate;

  private TlsSecurity(
      Trust trust,
      byte[] frameSecret,
      NodeKey key,
      NodeCertificate certificate,
      SecureRandom random) {
    this.trust = trust;
    this.certificates = new CertificateCache(trust);
    this.frameMac = Hmac.keyed(Hmac.expandLabel(frameSecret, FRAME_LABEL, Hmac.BYTES));
    this.key = key;
    this.nodeId = certificate.identity().nodeId();
    this.crypto = new BcTlsCrypto(random);
    this.certificate = certificate;
  }

  /**
   * For a private group.
   *
   * @param groupSecret the secret of the group file
   * @param certificate issued for {@code key} by the group's CA
   * @throws IllegalArgumentException if the certificate is not for this key
   */
  public static TlsSecurity ofGroup(
      GroupTrust trust,
      byte[] groupSecret,
      NodeKey key,
      NodeCertificate certificate,
      SecureRandom random) {
    checkOwner(key, certificate);
    return new TlsSecurity(trust, groupSecret, key, certificate, random);
  }

  /** For the public overlay, with a self-made certificate. */
  public static TlsSecurity ofPublicOverlay(NodeKey key, SecureRandom random) {
    return new TlsSecurity(
        new SelfTrust(), PUBLIC_FRAME_KEY, key, SelfTrust.certificate(key), random);
  }

  /**
   * Presents a renewed certificate in later handshakes.
   *
   * @throws IllegalArgumentException if it is for another key or node ID
   */
  public void renew(NodeCertificate renewed) {
    checkOwner(key, renewed);
    if (!renewed.identity().nodeId().equals(nodeId)) {
      throw new IllegalArgumentException(
          "this node is " + nodeId + ", but the certificate names " + renewed.identity().nodeId());
    }
    certificate = renewed;
  }

  @Override
  public NodeId nodeId() {
    return nodeId;
  }

  @Override
  public byte[] certificate() {
    return certificate.encoded().clone();
  }

  @Override
  public String member() {
    return certificate.identity().member();
  }

  @Override
  public OptionalInt groupMembers() {
    return trust.groupMembers();
  }

  @Override
  public HandshakeMachine initiate() {
    return initiate(TlsProfile.groups());
  }

  @Override
  public HandshakeMachine respond() {
    return respond(TlsProfile.groups());
  }

  TlsHandshake initiate(int[] groups) {
    return TlsHandshake.initiator(
        credentials(), new Conclusion(nodeId, true, certificates), groups);
  }

  TlsHandshake respond(int[] groups) {
    return TlsHandshake.responder(
        credentials(), new Conclusion(nodeId, false, certificates), groups);
  }

  @Override
  public RecordCipher cipher(byte[] cipherKey, byte[] iv) {
    return new GcmCipher(cipherKey, iv);
  }

  @Override
  public byte[] expand(byte[] secret, String label, int length) {
    return Hmac.expandLabel(secret, label, length);
  }

  @Override
  public byte[] frameMac(byte[] frame, int offset, int length) {
    synchronized (frameMac) {
      frameMac.update(frame, offset, length);
      return Arrays.copyOf(frameMac.doFinal(), FRAME_MAC_BYTES);
    }
  }

  @Override
  public byte[] sign(byte[] message) {
    return key.sign(message);
  }

  @Override
  public Verified verify(byte[] der, byte[] message, byte[] signature, long wallMillis) {
    try {
      NodeCertificate signer = certificates.admit(der, wallMillis);
      return signer.verify(message, signature)
          ? Verified.by(signer.identity())
          : Verified.refused("the signature is not by node " + signer.identity().nodeId());
    } catch (IdentityException e) {
      return Verified.refused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isStillTrusted(PeerIdentity peer, long wallMillis) {
    return trust.refusalNow(peer, Long.MIN_VALUE, wallMillis) == null;
  }

  private Credentials credentials() {
    return new Credentials(crypto, key, certificate.encoded());
  }

  private static void checkOwner(NodeKey key, NodeCertificate certificate) {
    if (!Arrays.equals(key.spki(), certificate.spki())) {
      throw new IllegalArgumentException(
          "the certificate " + certificate.identity().serial() + " is not for this node's key");
    }
  }
}
