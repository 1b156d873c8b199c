package net.groupvpn.overlay.security;

import java.util.OptionalInt;
import net.groupvpn.overlay.id.NodeId;

/**
 * All cryptography of one node in one realm. Implementations are thread-safe and block only for
 * computation; the engine runs the costly calls as {@code Work}. What is trusted (certificates,
 * CRLs) may change at any time, with effect for later calls.
 */
public interface Security {
  /** Length of {@link #frameMac}, bytes. */
  int FRAME_MAC_BYTES = 16;

  /** This node's ID. */
  NodeId nodeId();

  /** This node's certificate, DER. */
  byte[] certificate();

  /** The member that owns this node, by its certificate; empty in the public overlay. */
  String member();

  /**
   * How many members the group has, as its CA last signed it; empty if it did not. All nodes that
   * judge by this number judge alike.
   */
  default OptionalInt groupMembers() {
    return OptionalInt.empty();
  }

  /** The initiating end (the TLS client). Costly. */
  HandshakeMachine initiate();

  /** The answering end (the TLS server). Costly. */
  HandshakeMachine respond();

  /**
   * A cipher for one direction of one key set.
   *
   * @param key {@link RecordCipher#KEY_BYTES} bytes
   * @param iv {@link RecordCipher#IV_BYTES} bytes
   */
  RecordCipher cipher(byte[] key, byte[] iv);

  /** HKDF-Expand-Label of TLS 1.3 (RFC 8446 7.1) with SHA-256 and an empty context. */
  byte[] expand(byte[] secret, String label, int length);

  /** The outer MAC of HANDSHAKE and RETRY frames, keyed by the group's secret; 16 bytes. Cheap. */
  byte[] frameMac(byte[] frame, int offset, int length);

  /** Signs with this node's key (Ed25519, 64 bytes). Costly. */
  byte[] sign(byte[] message);

  /** Checks a certificate at {@code wallMillis} and the signature made with its key. Costly. */
  Verified verify(byte[] certificate, byte[] message, byte[] signature, long wallMillis);

  /**
   * Whether a peer that was accepted earlier still would be: not revoked, and within its validity.
   * Cheap.
   */
  boolean isStillTrusted(PeerIdentity peer, long wallMillis);
}
