package net.groupvpn.portal.certificate;

import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.group.MemberStatus;
import net.groupvpn.portal.store.Database;

/**
 * Finds the machine that a certificate belongs to, and checks that its member is still in the
 * group.
 */
final class Caller {
  private final GroupStore groups;
  private final Authorities authorities;
  private final NodeStore nodes;
  private final CertificateStore certificates;

  Caller(Database database, GroupStore groups, Authorities authorities) {
    this.groups = groups;
    this.authorities = authorities;
    this.nodes = new NodeStore(database);
    this.certificates = new CertificateStore(database);
  }

  /** The machine, or a refusal. That the caller holds the key must be proved separately. */
  NodeStore.Node find(NodeCertificate certificate) {
    var membership = certificate.membership();
    if (membership == null) {
      throw foreign();
    }
    var group = groups.findByGroupId(membership.groupId()).orElseThrow(Caller::foreign);
    if (!certificate.isSignedBy(authorities.of(group.id()).ca().spki())) {
      throw foreign();
    }
    var key = certificate.identity().keyHash();
    var node = nodes.findByKey(group.id(), key);
    if (node.isEmpty() && certificates.isSuperseded(group.id(), key)) {
      throw superseded();
    }
    if (certificates.isRevoked(group.id(), key)
        || (node.isPresent() && node.get().memberStatus() != MemberStatus.APPROVED)) {
      throw ApiRefusal.refused(
          "revoked", "This machine's member is no longer in the group. Ask its administrator.");
    }
    return node.orElseThrow(Caller::superseded);
  }

  private static ApiRefusal foreign() {
    return ApiRefusal.refused(
        "certificate_foreign", "This portal did not issue this certificate for one of its groups.");
  }

  static ApiRefusal superseded() {
    return ApiRefusal.refused(
        "certificate_superseded",
        "This machine has renewed with another key since. Use its newest certificate.");
  }
}
