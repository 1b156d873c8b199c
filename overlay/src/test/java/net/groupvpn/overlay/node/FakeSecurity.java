package net.groupvpn.overlay.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.security.Verified;

/**
 * Flights of the real sizes with claims instead of proofs, under real AES-GCM records. A flight is
 * 20 bytes of ID, 32 random bytes, filling, and a hash over all that was said before.
 */
final class FakeSecurity implements Security {
  static final int CLIENT_HELLO_BYTES = 1_394;
  static final int SERVER_FLIGHT_BYTES = 2_060;
  static final int CLIENT_FINISHED_BYTES = 850;
  private static final int HASH_BYTES = 32;

  private final NodeId self;
  private final RandomGenerator random;
  private final Set<NodeId> revoked = new TreeSet<>();

  FakeSecurity(NodeId self, RandomGenerator random) {
    this.self = self;
    this.random = random;
  }

  void revoke(NodeId node) {
    revoked.add(node);
  }

  @Override
  public NodeId nodeId() {
    return self;
  }

  @Override
  public byte[] certificate() {
    return self.toBytes();
  }

  @Override
  public HandshakeMachine initiate() {
    return new Machine(true);
  }

  @Override
  public HandshakeMachine respond() {
    return new Machine(false);
  }

  private final class Machine implements HandshakeMachine {
    private final boolean client;
    private byte[] transcript = {};

    Machine(boolean client) {
      this.client = client;
    }

    @Override
    public Step step(byte[] input, byte[] exportContext, long wallMillis) {
      if (client && transcript.length == 0) {
        return new Step(flight(CLIENT_HELLO_BYTES), null, null);
      }
      int body = input.length - HASH_BYTES;
      if (body < 0
          || !MessageDigest.isEqual(
              sha256(transcript, Arrays.copyOf(input, body)),
              Arrays.copyOfRange(input, body, input.length))) {
        return new Step(new byte[40], null, "a flight was changed on its way");
      }
      boolean last = client || transcript.length > 0;
      transcript = concat(transcript, input);
      NodeId peer = NodeId.of(Arrays.copyOf(input, NodeId.BYTES));
      if (last && revoked.contains(peer)) {
        return new Step(new byte[40], null, "the certificate is revoked");
      }
      byte[] output =
          client ? flight(CLIENT_FINISHED_BYTES) : last ? new byte[0] : flight(SERVER_FLIGHT_BYTES);
      return last
          ? new Step(output, completed(peer, exportContext), null)
          : new Step(output, null, null);
    }

    private Completed completed(NodeId peer, byte[] context) {
      byte[] base = sha256(transcript, context);
      return new Completed(identity(peer), sha256(base, new byte[] {1}), sha256(base, new byte[1]));
    }

    private byte[] flight(int length) {
      byte[] body = new byte[length - HASH_BYTES];
      random.nextBytes(body);
      System.arraycopy(self.toBytes(), 0, body, 0, NodeId.BYTES);
      byte[] flight = concat(body, sha256(transcript, body));
      transcript = concat(transcript, flight);
      return flight;
    }
  }

  private static PeerIdentity identity(NodeId node) {
    String hash = HexFormat.of().formatHex(sha256(node.toBytes(), new byte[0]));
    return new PeerIdentity(node, "", Set.of(), node.toBytes(), hash, "1", Long.MAX_VALUE);
  }

  @Override
  public RecordCipher cipher(byte[] key, byte[] iv) {
    return new GcmCipher(key, iv);
  }

  @Override
  public byte[] expand(byte[] secret, String label, int length) {
    return Arrays.copyOf(hmac(secret, label.getBytes(StandardCharsets.UTF_8)), length);
  }

  @Override
  public byte[] frameMac(byte[] frame, int offset, int length) {
    byte[] key = {7};
    return Arrays.copyOf(
        hmac(key, Arrays.copyOfRange(frame, offset, offset + length)), FRAME_MAC_BYTES);
  }

  @Override
  public byte[] sign(byte[] message) {
    throw new UnsupportedOperationException("sessions sign nothing");
  }

  @Override
  public Verified verify(byte[] certificate, byte[] message, byte[] signature, long wallMillis) {
    throw new UnsupportedOperationException("sessions verify nothing");
  }

  @Override
  public boolean isStillTrusted(PeerIdentity peer, long wallMillis) {
    return !revoked.contains(peer.nodeId());
  }

  private static byte[] concat(byte[] a, byte[] b) {
    return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
  }

  private static byte[] sha256(byte[] a, byte[] b) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(concat(a, b));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class GcmCipher implements RecordCipher {
    private final SecretKeySpec key;
    private final byte[] iv;

    GcmCipher(byte[] key, byte[] iv) {
      this.key = new SecretKeySpec(key, "AES");
      this.iv = iv.clone();
    }

    private GCMParameterSpec nonce(long counter) {
      ByteBuffer nonce = ByteBuffer.wrap(iv.clone());
      nonce.putLong(4, nonce.getLong(4) ^ counter);
      return new GCMParameterSpec(TAG_BYTES * 8, nonce.array());
    }

    @Override
    public int seal(
        long counter, byte[] in, int inAt, int length, byte[] out, int outAt, int aadAt, int aad) {
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce(counter));
        cipher.updateAAD(out, aadAt, aad);
        return cipher.doFinal(in, inAt, length, out, outAt);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int open(
        long counter, byte[] in, int inAt, int length, byte[] out, int outAt, int aadAt, int aad) {
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, nonce(counter));
        cipher.updateAAD(in, aadAt, aad);
        return cipher.doFinal(in, inAt, length, out, outAt);
      } catch (GeneralSecurityException e) {
        return -1;
      }
    }
  }
}
