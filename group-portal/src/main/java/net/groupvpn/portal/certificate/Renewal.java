package net.groupvpn.portal.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;

/**
 * {@code POST /api/v1/renew}: the old certificate, which may have expired, and a request for the
 * next one. The old key signs the request's DER bytes. If the key stays, so do the salt and the
 * node ID. A new key gets a salt that nobody knew when the key was made, so no search for keys
 * leads to a wanted ID. The old key's certificates are revoked at once, so a machine is one node at
 * a time. Only a few such changes are allowed, so repeated requests cannot replace the search.
 */
public final class Renewal {
  private static final int MAX_KEY_CHANGES = 2;
  private static final Duration KEY_CHANGE_PERIOD = Duration.ofDays(30);
  private final Database database;
  private final Caller caller;
  private final NodeStore nodes;
  private final CertificateStore certificates;
  private final Issuing issuing;
  private final RevocationLists lists;
  private final AuditStore audit;
  private final EnrolmentCall.CallTools tools;

  Renewal(
      Database database,
      Caller caller,
      Issuing issuing,
      RevocationLists lists,
      AuditStore audit,
      EnrolmentCall.CallTools tools) {
    this.database = database;
    this.caller = caller;
    this.nodes = new NodeStore(database);
    this.certificates = new CertificateStore(database);
    this.issuing = issuing;
    this.lists = lists;
    this.audit = audit;
    this.tools = tools;
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
          var isNewKey = !Arrays.equals(old.spki(), request.spki());
          var renewed = isNewKey ? changeKey(node, old, request) : renew(node, old, request);
          nodes.seen(node.id(), endpoints, now());
          audit.add(
              new Actor(old.identity().member(), address),
              isNewKey ? AuditAction.KEY_CHANGED : AuditAction.CERTIFICATE_RENEWED,
              node.group(),
              node.name());
          lists.countAgain(node.group());
          return issuing.answer(node.group(), node.id(), renewed);
        });
  }

  private void checkIsOpen(NodeCertificate old) {
    if (old.notAfter().plus(Lifetimes.RENEWAL).isBefore(now())) {
      throw ApiRefusal.refused(
          "renewal_closed",
          "This certificate expired more than %d days ago. Download a new group file."
              .formatted(Lifetimes.RENEWAL.toDays()));
    }
  }

  private NodeCertificate renew(
      NodeStore.Node node, NodeCertificate old, CertificateRequest request) {
    certificates.checkHasRoom(node.id(), now());
    var salt = HexFormat.of().parseHex(node.salt());
    var certificate = issuing.issue(node.group(), request, old.identity().member(), salt);
    return keep(node, old, certificate, salt);
  }

  private NodeCertificate changeKey(
      NodeStore.Node node, NodeCertificate old, CertificateRequest request) {
    certificates.checkHasRoom(node.id(), now());
    checkMayChangeKey(node);
    certificates.lockKeys(node.group());
    if (nodes.findByKey(node.group(), KeyHash.of(request.spki())).isPresent()) {
      throw ApiRefusal.refused(
          "key_in_use", "Another machine has this key. Make a new key for this machine.");
    }
    var salt = tools.secrets().bytes(Membership.SALT_BYTES);
    var certificate = issuing.issue(node.group(), request, old.identity().member(), salt);
    keep(node, old, certificate, salt);
    lists.supersede(node.group(), old.identity().serial());
    return certificate;
  }

  private void checkMayChangeKey(NodeStore.Node node) {
    if (certificates.keyChanges(node.id(), now().minus(KEY_CHANGE_PERIOD)) >= MAX_KEY_CHANGES) {
      throw ApiRefusal.refused(
          "too_many_key_changes",
          "This machine has changed its key %d times in %d days. Renew with the key that it has."
              .formatted(MAX_KEY_CHANGES, KEY_CHANGE_PERIOD.toDays()));
    }
  }

  /** Of two simultaneous calls that change the key, the second no longer finds the old one. */
  private NodeCertificate keep(
      NodeStore.Node node, NodeCertificate old, NodeCertificate certificate, byte[] salt) {
    certificates.checkIsNotRevoked(node.group(), certificate.identity().keyHash());
    if (!nodes.changeKeys(node.id(), old.identity().keyHash(), NodeKeys.of(certificate, salt))) {
      throw Caller.superseded();
    }
    certificates.add(node.group(), node.id(), certificate);
    return certificate;
  }

  private Instant now() {
    return tools.clock().instant();
  }
}
