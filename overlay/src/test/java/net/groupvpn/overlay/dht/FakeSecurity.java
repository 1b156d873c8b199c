package net.groupvpn.overlay.dht;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.security.Verified;

/** Signatures that anybody could make, but nobody in a test does by chance. */
final class FakeSecurity implements Security {
  private static final int CERTIFICATE_BYTES = 400;

  private final NodeId nodeId;
  private final int group;

  FakeSecurity(NodeId nodeId, int group) {
    this.nodeId = nodeId;
    this.group = group;
  }

  @Override
  public NodeId nodeId() {
    return nodeId;
  }

  @Override
  public byte[] certificate() {
    byte[] certificate = Arrays.copyOf(nodeId.toBytes(), CERTIFICATE_BYTES);
    certificate[NodeId.BYTES] = (byte) group;
    return certificate;
  }

  @Override
  public byte[] sign(byte[] message) {
    return signature(nodeId.toBytes(), message);
  }

  private static byte[] signature(byte[] signer, byte[] message) {
    try {
      MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
      sha512.update(signer);
      return sha512.digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Verified verify(byte[] certificate, byte[] message, byte[] signature, long wallMillis) {
    if (certificate.length != CERTIFICATE_BYTES || certificate[NodeId.BYTES] != group) {
      return Verified.refused("another group's certificate");
    }
    byte[] signer = Arrays.copyOf(certificate, NodeId.BYTES);
    if (!Arrays.equals(signature, signature(signer, message))) {
      return Verified.refused("wrong signature");
    }
    NodeId id = NodeId.of(signer);
    return Verified.by(
        new PeerIdentity(id, "member", Set.of(), certificate, id.toHex(), "1", Long.MAX_VALUE));
  }

  @Override
  public boolean isStillTrusted(PeerIdentity peer, long wallMillis) {
    return true;
  }

  @Override
  public HandshakeMachine initiate() {
    throw new UnsupportedOperationException();
  }

  @Override
  public HandshakeMachine respond() {
    throw new UnsupportedOperationException();
  }

  @Override
  public RecordCipher cipher(byte[] key, byte[] iv) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] expand(byte[] secret, String label, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] frameMac(byte[] frame, int offset, int length) {
    throw new UnsupportedOperationException();
  }
}
