package net.groupvpn.overlay.tls;

import java.security.SecureRandom;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.security.Role;

/** Alice, who is a gateway, and Bob: members of one group. */
final class TwoMembers {
  static final byte[] SECRET = new byte[32];

  final TestGroup group = new TestGroup();
  final GroupTrust trust = group.trust();
  final NodeKey aliceKey = group.newKey();
  final NodeKey bobKey = group.newKey();
  final NodeCertificate aliceCertificate = group.issue(aliceKey, Role.GATEWAY);
  final TlsSecurity alice = member(aliceKey, aliceCertificate);
  final TlsSecurity bob = member(bobKey, group.issue(bobKey));

  /** One more member, which presents this certificate. */
  TlsSecurity member(NodeKey key, NodeCertificate certificate) {
    return TlsSecurity.ofGroup(trust, SECRET, key, certificate, new SecureRandom());
  }
}
