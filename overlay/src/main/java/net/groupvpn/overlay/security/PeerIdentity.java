package net.groupvpn.overlay.security;

import java.util.HexFormat;
import java.util.Set;
import net.groupvpn.overlay.id.NodeId;

/**
 * The identity of the other end, from its verified certificate.
 *
 * @param nodeId the node ID that the certificate carries
 * @param member the member's account name; empty in the public overlay
 * @param roles what the node may do
 * @param certificate the certificate, DER
 * @param keyHash lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo
 * @param serial the certificate's serial number, lower-case hexadecimal
 * @param notAfterMillis end of validity, wall time
 */
public record PeerIdentity(
    NodeId nodeId,
    String member,
    Set<Role> roles,
    byte[] certificate,
    String keyHash,
    String serial,
    long notAfterMillis) {

  public PeerIdentity {
    roles = Set.copyOf(roles);
    HexFormat.of().parseHex(keyHash);
  }
}
