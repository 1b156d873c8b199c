package net.groupvpn.portal.certificate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.portal.store.Database;

/**
 * {@code POST /api/v1/sync}: a machine reports that it is up and where, and gets the revocation
 * list and seeds. Its key signs {@link PortalApi#syncProofMessage}.
 */
public final class Sync {
  private static final Duration TIME_TOLERANCE = Duration.ofHours(1);
  private final Database database;
  private final Caller caller;
  private final NodeStore nodes;
  private final Issuing issuing;
  private final Clock clock;

  Sync(Database database, Caller caller, Issuing issuing, Clock clock) {
    this.database = database;
    this.caller = caller;
    this.nodes = new NodeStore(database);
    this.issuing = issuing;
    this.clock = clock;
  }

  SyncAnswer answer(SyncRequest body, String address) {
    var certificate = RequestBody.certificate(body.certificate());
    var endpoints = Reachability.endpoints(address, body.port(), body.addresses());
    checkProof(body, certificate);
    return database.transaction(
        () -> {
          var node = caller.find(certificate);
          nodes.seen(node.id(), endpoints, clock.instant());
          return issuing.syncAnswer(node.group(), node.id());
        });
  }

  private void checkProof(SyncRequest body, NodeCertificate certificate) {
    var signed = PortalApi.syncProofMessage(body.time(), body.port(), body.addresses());
    if (!certificate.verify(signed, RequestBody.base64("proof", body.proof()))) {
      throw ApiRefusal.refused(
          "proof_invalid", "The proof is not the certificate's key's signature over this call.");
    }
    if (Duration.between(parse(body.time()), clock.instant()).abs().compareTo(TIME_TOLERANCE) > 0) {
      throw ApiRefusal.refused(
          "time_differs", "This machine's clock and the portal's differ by more than an hour.");
    }
  }

  private static Instant parse(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeException e) {
      throw ApiRefusal.malformed("time must be an instant such as 2026-01-31T12:00:00Z");
    }
  }
}
