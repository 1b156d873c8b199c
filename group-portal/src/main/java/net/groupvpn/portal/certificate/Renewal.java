package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.util.HexFormat;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;

/**
 * {@code POST /api/v1/renew}: the old certificate, perhaps expired, and a request for the next one.
 * The old key signs the request's DER bytes. The salt stays, so the node ID does while the key
 * does.
 */
public final class Renewal {
  private final Database database;
  private final Caller caller;
  private final NodeStore nodes;
  private final CertificateStore certificates;
  private final Issuing issuing;
  private final AuditStore audit;
  private final Clock clock;

  Renewal(Database database, Caller caller, Issuing issuing, AuditStore audit, Clock clock) {
    this.database = database;
    this.caller = caller;
    this.nodes = new NodeStore(database);
    this.certificates = new CertificateStore(database);
    this.issuing = issuing;
    this.audit = audit;
    this.clock = clock;
  }

  CertificateAnswer answer(RenewRequest body, String address) {
    var old = RequestBody.certificate(body.certificate());
    var request = RequestBody.request(body.request());
    var endpoints = Reachability.endpoints(address, body.port(), body.addresses());
    if (!old.verify(
        RequestBody.pemBytes(body.request()), RequestBody.base64("proof", body.proof()))) {
      throw ApiRefusal.refused(
          "proof_invalid", "The proof is not the old key's signature over the request.");
    }
    checkIsOpen(old);
    return database.transaction(
        () -> {
          var node = caller.find(old);
          var renewed = renew(node, old, request);
          nodes.seen(node.id(), endpoints, clock.instant());
          audit.add(
              new Actor(old.identity().member(), address),
              AuditAction.CERTIFICATE_RENEWED,
              node.group(),
              node.name());
          return issuing.answer(node.group(), node.id(), renewed);
        });
  }

  private void checkIsOpen(NodeCertificate old) {
    if (old.notAfter().plus(Lifetimes.RENEWAL).isBefore(clock.instant())) {
      throw ApiRefusal.refused(
          "renewal_closed",
          "This certificate expired more than %d days ago. Download a new group file."
              .formatted(Lifetimes.RENEWAL.toDays()));
    }
  }

  private NodeCertificate renew(
      NodeStore.Node node, NodeCertificate old, CertificateRequest request) {
    certificates.checkHasRoom(node.id(), clock.instant());
    var salt = HexFormat.of().parseHex(node.salt());
    var holder = nodes.findByKey(node.group(), KeyHash.of(request.spki()));
    if (holder.isPresent() && holder.get().id() != node.id()) {
      throw ApiRefusal.refused(
          "key_in_use", "Another machine has this key. Make a new key for this machine.");
    }
    var certificate = issuing.issue(node.group(), request, old.identity().member(), salt);
    certificates.checkIsNotRevoked(node.group(), certificate.identity().keyHash());
    nodes.changeKeys(node.id(), NodeKeys.of(certificate, salt));
    certificates.add(node.group(), node.id(), certificate);
    return certificate;
  }
}
