package net.groupvpn.overlay.identity;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import net.groupvpn.overlay.id.NodeId;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key pair (RFC 8032). Immutable and thread-safe. */
public final class NodeKey {
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final int PKCS8_BYTES = 48;

  private final Ed25519PrivateKeyParameters key;
  private final byte[] publicKey;

  private NodeKey(Ed25519PrivateKeyParameters key) {
    this.key = key;
    this.publicKey = key.generatePublicKey().getEncoded();
  }

  /** A new key. */
  public static NodeKey generate(SecureRandom random) {
    return new NodeKey(new Ed25519PrivateKeyParameters(random));
  }

  /** Reads what {@link #toPem} writes; OpenSSL writes the same form. */
  public static NodeKey ofPem(String pem) throws IdentityException {
    byte[] der = Pem.decode(Pem.PRIVATE_KEY, pem, PKCS8_BYTES);
    int prefix = PKCS8_PREFIX.length;
    if (der.length != PKCS8_BYTES || !Arrays.equals(der, 0, prefix, PKCS8_PREFIX, 0, prefix)) {
      throw new IdentityException("the private key is not an Ed25519 key in PKCS#8");
    }
    return new NodeKey(new Ed25519PrivateKeyParameters(der, prefix));
  }

  /** PKCS#8 in PEM (RFC 8410 section 7), not encrypted: a secret. */
  public String toPem() {
    byte[] der = Arrays.copyOf(PKCS8_PREFIX, PKCS8_BYTES);
    key.encode(der, PKCS8_PREFIX.length);
    return Pem.encode(Pem.PRIVATE_KEY, der);
  }

  /** SubjectPublicKeyInfo, DER, {@value Ed25519Spki#BYTES} bytes; a copy. */
  public byte[] spki() {
    return Ed25519Spki.encode(publicKey);
  }

  /** The node ID that this key has in the public overlay. */
  public NodeId publicNodeId() {
    return NodeId.hash(spki());
  }

  /** Signs; {@value Ed25519Spki#SIGNATURE_BYTES} bytes. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519Spki.SIGNATURE_BYTES];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The key in the form that BouncyCastle's TLS needs. */
  public Ed25519PrivateKeyParameters parameters() {
    return key;
  }

  /** The public key's hash; never the private key. */
  @Override
  public String toString() {
    return "NodeKey " + Ed25519Spki.sha256Hex(spki());
  }
}
