package net.groupvpn.overlay.discovery;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the group's secret yields for discovery (HKDF, RFC 5869): an Ed25519 key pair whose
 * public key determines the place in the DHT, and an AES-128-GCM key for the entries. Immutable,
 * thread-safe.
 */
public final class DiscoveryKeys {
  static final int PUBLIC_KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;
  static final int NONCE_BYTES = 12;
  static final int TAG_BYTES = 16;

  private static final int ENTRY_KEY_BYTES = 16;
  private static final int MIN_SECRET_BYTES = 16;

  private final Ed25519PrivateKeyParameters signingKey;
  private final byte[] publicKey;
  private final byte[] entryKey;

  private DiscoveryKeys(byte[] secret) {
    this.signingKey =
        new Ed25519PrivateKeyParameters(
            derive(secret, "groupvpn discovery sign", Ed25519PrivateKeyParameters.KEY_SIZE));
    this.publicKey = signingKey.generatePublicKey().getEncoded();
    this.entryKey = derive(secret, "groupvpn discovery entry", ENTRY_KEY_BYTES);
  }

  /** {@code groupSecret} is the secret of the group file. */
  public static DiscoveryKeys of(byte[] groupSecret) {
    if (groupSecret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a group secret has at least " + MIN_SECRET_BYTES + " bytes");
    }
    return new DiscoveryKeys(groupSecret);
  }

  /** The DHT key of the group's entries. */
  NodeId place() {
    return placeOf(publicKey);
  }

  static NodeId placeOf(byte[] publicKey) {
    return NodeId.hash("groupvpn:discovery:".getBytes(StandardCharsets.US_ASCII), publicKey);
  }

  byte[] publicKey() {
    return publicKey.clone();
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[SIGNATURE_BYTES];
    signingKey.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  static boolean isSignedBy(byte[] publicKey, byte[] message, byte[] signature) {
    return Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
  }

  /** Encrypts; {@code nonce} must never have been used before. */
  byte[] encrypt(byte[] nonce, byte[] plain) {
    try {
      return crypt(true, nonce, plain);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encryption does not check anything", e);
    }
  }

  /** Decrypts; returns null if it was not encrypted with this group's secret. */
  byte @Nullable [] decrypt(byte[] nonce, byte[] sealed) {
    try {
      return crypt(false, nonce, sealed);
    } catch (InvalidCipherTextException e) {
      return null;
    }
  }

  private byte[] crypt(boolean encrypt, byte[] nonce, byte[] input)
      throws InvalidCipherTextException {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(
        encrypt, new AEADParameters(new KeyParameter(entryKey), TAG_BYTES * Byte.SIZE, nonce));
    byte[] output = new byte[cipher.getOutputSize(input.length)];
    int length = cipher.processBytes(input, 0, input.length, output, 0);
    length += cipher.doFinal(output, length);
    return Arrays.copyOf(output, length);
  }

  private static byte[] derive(byte[] secret, String label, int length) {
    HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
    generator.init(
        new HKDFParameters(secret, new byte[0], label.getBytes(StandardCharsets.US_ASCII)));
    byte[] derived = new byte[length];
    generator.generateBytes(derived, 0, length);
    return derived;
  }
}
