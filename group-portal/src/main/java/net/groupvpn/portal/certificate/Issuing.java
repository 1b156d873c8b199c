package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.policy.Policies;

/** Issues certificates, and composes the answers to clients. */
final class Issuing {
  private final Authorities authorities;
  private final RevocationLists lists;
  private final Policies policies;
  private final NodeStore nodes;
  private final Lifetimes lifetimes;
  private final Clock clock;

  Issuing(
      Authorities authorities,
      RevocationLists lists,
      Policies policies,
      NodeStore nodes,
      Lifetimes lifetimes,
      Clock clock) {
    this.authorities = authorities;
    this.lists = lists;
    this.policies = policies;
    this.nodes = nodes;
    this.lifetimes = lifetimes;
    this.clock = clock;
  }

  /** The group's ID, as in certificates and group files. */
  String groupId(long group) {
    return authorities.of(group).groupId();
  }

  NodeCertificate issue(long group, CertificateRequest request, String member, byte[] salt) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try {
      return authorities
          .of(group)
          .issue(
              new CertificateOrder(
                  request.spki(),
                  member,
                  request.label(),
                  Set.of(),
                  salt,
                  now.minus(shorter(Lifetimes.CLOCK_TOLERANCE, lifetimes.certificate())),
                  now.plus(lifetimes.certificate())));
    } catch (IdentityException e) {
      throw ApiRefusal.malformed("request: " + e.getMessage());
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  CertificateAnswer answer(long group, long node, NodeCertificate certificate) {
    return new CertificateAnswer(
        certificate.toPem(),
        crl(group),
        seeds(group, node),
        certificate.notAfter().toString(),
        policies.base64(group));
  }

  SyncAnswer syncAnswer(long group, long node) {
    return new SyncAnswer(crl(group), seeds(group, node), policies.base64(group));
  }

  private String crl(long group) {
    return Base64.getEncoder().encodeToString(lists.current(group));
  }

  private List<String> seeds(long group, long node) {
    return nodes.seeds(group, node, clock.instant());
  }
}
