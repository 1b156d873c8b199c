package net.groupvpn.overlay.tls;

import java.util.Vector;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;

/**
 * The one way in which GroupVPN uses TLS. BouncyCastle's interface demands {@code Vector}s and
 * arrays, so each call makes a new one.
 */
final class TlsProfile {
  /** The protocol inside TLS; frames carry their own version before any TLS. */
  static final ProtocolName ALPN = ProtocolName.asUtf8Encoding("gvpn/1");

  /** The peer sends its certificate alone: the authority is known. */
  static final int MAX_CHAIN_LENGTH = 1;

  /** Longest handshake message, bytes; the longest in use is a ClientHello of about 1.4 KB. */
  static final int MAX_MESSAGE_BYTES = 4_096;

  private TlsProfile() {}

  static ProtocolVersion[] versions() {
    return ProtocolVersion.TLSv13.only();
  }

  static int[] cipherSuites() {
    return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256};
  }

  /** Safe against quantum computers first; X25519 alone for peers without it. */
  static int[] groups() {
    return new int[] {NamedGroup.X25519MLKEM768, NamedGroup.x25519};
  }

  @SuppressWarnings("JdkObsolete") // BouncyCastle's interface accepts nothing else.
  static <T> Vector<T> vector(T only) {
    Vector<T> vector = new Vector<>();
    vector.add(only);
    return vector;
  }

  static Vector<SignatureAndHashAlgorithm> signatures() {
    return vector(SignatureAndHashAlgorithm.ed25519);
  }
}
