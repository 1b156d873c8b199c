package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.util.HexFormat;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.audit.AuditAction;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import net.groupvpn.portal.web.Secrets;

/**
 * {@code POST /api/v1/enrol}: a token and a certificate request for a machine's first certificate.
 * One transaction: a token is used up if and only if its certificate was issued. The salt is chosen
 * once the key is known, so nobody can search for a key with a wanted node ID.
 */
public final class EnrolmentCall {
  private static final int MAX_NODES_PER_MEMBER = 50;
  private final Database database;
  private final TokenStore tokens;
  private final NodeStore nodes;
  private final CertificateStore certificates;
  private final Issuing issuing;
  private final RevocationLists lists;
  private final AuditStore audit;
  private final CallTools tools;

  EnrolmentCall(
      Database database,
      Issuing issuing,
      RevocationLists lists,
      AuditStore audit,
      CallTools tools) {
    this.database = database;
    this.tokens = new TokenStore(database);
    this.nodes = new NodeStore(database);
    this.certificates = new CertificateStore(database);
    this.issuing = issuing;
    this.lists = lists;
    this.audit = audit;
    this.tools = tools;
  }

  /** Time and randomness. */
  record CallTools(Clock clock, Secrets secrets) {}

  CertificateAnswer answer(EnrolRequest body, String caller) {
    var request = RequestBody.request(body.request());
    var endpoints = Reachability.endpoints(caller, body.port(), body.addresses());
    return database.transaction(
        () -> {
          var grant = tokens.redeem(body.token(), tools.clock().instant());
          checkIsMeant(grant, body.groupId());
          var issued = enrol(grant, request);
          nodes.seen(issued.node(), endpoints, tools.clock().instant());
          audit.add(
              new Actor(grant.member(), caller),
              AuditAction.MACHINE_ENROLLED,
              grant.group(),
              request.label());
          lists.countAgain(grant.group());
          return issuing.answer(grant.group(), issued.node(), issued.certificate());
        });
  }

  /** A refusal ends the transaction, so the token can still be used in its own group. */
  private void checkIsMeant(TokenStore.Grant grant, String groupId) {
    if (!groupId.equals(issuing.groupId(grant.group()))) {
      throw ApiRefusal.refused(
          "token_foreign",
          "The token of this group file is of another group. Download the file again.");
    }
  }

  private record Issued(long node, NodeCertificate certificate) {}

  private Issued enrol(TokenStore.Grant grant, CertificateRequest request) {
    certificates.lockKeys(grant.group());
    var salt = tools.secrets().bytes(Membership.SALT_BYTES);
    var known = nodes.findByKey(grant.group(), KeyHash.of(request.spki()));
    if (known.isPresent()) {
      checkIsOwn(known.get(), grant);
      certificates.checkHasRoom(known.get().id(), tools.clock().instant());
      salt = HexFormat.of().parseHex(known.get().salt());
    }
    var certificate = issuing.issue(grant.group(), request, grant.member(), salt);
    certificates.checkIsNotRevoked(grant.group(), certificate.identity().keyHash());
    var node = known.isPresent() ? known.get().id() : add(grant, request, certificate, salt);
    certificates.add(grant.group(), node, certificate);
    return new Issued(node, certificate);
  }

  private static void checkIsOwn(NodeStore.Node node, TokenStore.Grant grant) {
    if (node.membership() != grant.membership()) {
      throw ApiRefusal.refused(
          "key_in_use", "Another member's machine has this key. Make a new key for this machine.");
    }
  }

  private long add(
      TokenStore.Grant grant,
      CertificateRequest request,
      NodeCertificate certificate,
      byte[] salt) {
    if (nodes.count(grant.membership()) >= MAX_NODES_PER_MEMBER) {
      throw ApiRefusal.refused(
          "too_many_machines", "A member may enrol at most " + MAX_NODES_PER_MEMBER + " machines.");
    }
    return nodes.add(
        grant.membership(),
        NodeKeys.of(certificate, salt),
        request.label(),
        tools.clock().instant());
  }
}
