package net.groupvpn.lab.fuzz;

import java.util.Arrays;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.security.HandshakeMachine;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.security.RecordCipher;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.security.Verified;

/** The model, except that any signature with some certificate is accepted. */
class CredulousSecurity implements Security {
  private final ModelSecurity model;

  CredulousSecurity(NodeId nodeId) {
    model = new ModelSecurity(nodeId);
  }

  @Override
  public Verified verify(byte[] certificate, byte[] message, byte[] signature, long wallMillis) {
    if (certificate.length != ModelSecurity.CERTIFICATE_BYTES) {
      return Verified.refused("not a model certificate");
    }
    NodeId signer = NodeId.of(Arrays.copyOf(certificate, NodeId.BYTES));
    byte[] genuine = new ModelSecurity(signer).sign(message);
    return model.verify(certificate, message, genuine, wallMillis);
  }

  @Override
  public NodeId nodeId() {
    return model.nodeId();
  }

  @Override
  public byte[] certificate() {
    return model.certificate();
  }

  @Override
  public String member() {
    return model.member();
  }

  @Override
  public HandshakeMachine initiate() {
    return model.initiate();
  }

  @Override
  public HandshakeMachine respond() {
    return model.respond();
  }

  @Override
  public RecordCipher cipher(byte[] key, byte[] iv) {
    return model.cipher(key, iv);
  }

  @Override
  public byte[] expand(byte[] secret, String label, int length) {
    return model.expand(secret, label, length);
  }

  @Override
  public byte[] frameMac(byte[] frame, int offset, int length) {
    return model.frameMac(frame, offset, length);
  }

  @Override
  public byte[] sign(byte[] message) {
    return model.sign(message);
  }

  @Override
  public boolean isStillTrusted(PeerIdentity peer, long wallMillis) {
    return model.isStillTrusted(peer, wallMillis);
  }
}
