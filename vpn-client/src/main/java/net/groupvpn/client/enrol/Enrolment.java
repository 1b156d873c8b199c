package net.groupvpn.client.enrol;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.NewestPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's membership in one group: enrols once, renews, and fetches news. Everything from the
 * portal is checked against the group's CA before it is stored. Not thread-safe.
 */
public final class Enrolment {
  private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

  private final StateStore store;
  private final PortalClient portal;
  private final GroupTrust trust;
  private final NewestPolicy policy;
  private final String label;

  /**
   * Makes one.
   *
   * @param trust the group's trust; checks certificates, and gets the revocation lists
   * @param policy the group's newest policy; gets those that the portal gives
   * @param label the node's name, for its certificate
   */
  public Enrolment(
      StateStore store, PortalClient portal, GroupTrust trust, NewestPolicy policy, String label) {
    this.store = store;
    this.portal = portal;
    this.trust = trust;
    this.policy = policy;
    this.label = label;
  }

  /**
   * The certificate of an earlier enrolment, or null before the first. Offers the stored revocation
   * list to the trust.
   *
   * @throws IOException if the stored certificate is damaged or of another group
   */
  public @Nullable NodeCertificate stored() throws IOException {
    NodeCertificate certificate = store.certificate();
    NodeKey key = store.key();
    if (certificate == null) {
      return null;
    }
    if (key == null) {
      throw new IOException(
          "node.crt is in %s, but node.key is missing; restore it from a backup, or move the"
                  .formatted(store.directory())
              + " folder away and enrol again with a new group file from the portal");
    }
    @Nullable String refusal = refusal(certificate, key);
    if (refusal != null) {
      throw new IOException(
          "what is kept in "
              + store.directory()
              + " cannot be used: "
              + refusal
              + "; use another state_dir, or move it away and enrol with a new group file");
    }
    offerStored();
    return certificate;
  }

  /** A damaged list is no reason to fail: the portal and peers have the newest one. */
  private void offerStored() throws IOException {
    byte[] crl = store.crl();
    try {
      if (crl != null) {
        trust.offer(crl);
      }
    } catch (IdentityException e) {
      store.rejectCrl(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Gets the first certificate. The key is stored before it is used, so a retry uses the same one.
   */
  public NodeCertificate enrol(String token, OwnEndpoint self) throws IOException, PortalException {
    NodeKey key = keyOrNew();
    String request = CertificateRequest.createPem(key, label);
    String group = trust.ca().groupId();
    return take(
        portal.enrol(new EnrolRequest(token, request, self.port(), self.addresses(), group)), key);
  }

  /** Gets the next certificate, for the same key. */
  public NodeCertificate renew(NodeCertificate old, OwnEndpoint self)
      throws IOException, PortalException {
    NodeKey key = keyOrNew();
    byte[] request = CertificateRequest.create(key, label);
    String pem = CertificateRequest.createPem(key, label);
    String proof = Base64.getEncoder().encodeToString(key.sign(request));
    return take(
        portal.renew(new RenewRequest(old.toPem(), pem, proof, self.port(), self.addresses())),
        key);
  }

  /**
   * Fetches the newest revocation list and endpoints.
   *
   * @param time the present time as an ISO instant
   * @return whether the list is newer than the known one
   */
  public boolean sync(NodeCertificate certificate, OwnEndpoint self, String time)
      throws IOException, PortalException {
    byte[] message = PortalApi.syncProofMessage(time, self.port(), self.addresses());
    String proof = Base64.getEncoder().encodeToString(keyOrNew().sign(message));
    SyncAnswer answer =
        portal.sync(
            new SyncRequest(certificate.toPem(), self.port(), self.addresses(), time, proof));
    remember(answer.seeds());
    byte[] list = decoded(answer.crl(), "revocation list");
    byte[] lost = unknownTo(list);
    boolean isNewer = keep(lost == null ? list : portal.handIn(trust.ca().groupId(), lost));
    takePolicy(answer.policy());
    return isNewer;
  }

  /** Whether the portal's revocation list or policy differs from this node's. */
  public boolean hasNews() throws IOException, PortalException {
    RevocationList known = trust.newest();
    return known == null
        || portal.hasOther(
            trust.ca().groupId(),
            PortalApi.listTag(known.number(), known.thisUpdateMillis()),
            policy.current().number());
  }

  /** Returns to a portal that was restored from a backup what it has forgotten. */
  private byte @Nullable [] unknownTo(byte[] list) throws IOException {
    try {
      RevocationList lost = trust.unknownTo(RevocationList.parse(list, trust.ca()));
      return lost == null ? null : lost.encoded();
    } catch (IdentityException e) {
      throw notGood(e);
    }
  }

  private NodeCertificate take(CertificateAnswer answer, NodeKey key)
      throws IOException, PortalException {
    NodeCertificate certificate;
    try {
      certificate = NodeCertificate.parsePem(answer.certificate());
    } catch (IdentityException e) {
      throw badAnswer("its certificate is malformed: " + e.getMessage());
    }
    @Nullable String refusal = refusal(certificate, key);
    if (refusal != null) {
      throw badAnswer(refusal);
    }
    store.saveCertificate(certificate);
    takeCrl(answer.crl());
    takePolicy(answer.policy());
    remember(answer.seeds());
    return certificate;
  }

  private @Nullable String refusal(NodeCertificate certificate, NodeKey key) {
    return Arrays.equals(certificate.spki(), key.spki())
        ? trust.refusalOfIssue(certificate)
        : "the certificate is for another key";
  }

  private boolean takeCrl(String base64) throws IOException, PortalException {
    return keep(decoded(base64, "revocation list"));
  }

  /**
   * Whoever follows the policy is told by it; a portal that has forgotten it is, too. What is wrong
   * with a policy keeps nothing else from being taken: revocations do not wait for it.
   */
  private void takePolicy(@Nullable String base64) {
    GroupPolicy known = policy.current();
    try {
      NewestPolicy.Outcome outcome =
          base64 == null ? NewestPolicy.Outcome.OLDER : policy.offer(decoded(base64, "policy"));
      if (outcome == NewestPolicy.Outcome.CONFLICT) {
        LOG.warn("the portal has another policy {} than this machine", known.number());
      }
      boolean isOlder = outcome == NewestPolicy.Outcome.OLDER && known.number() > 0;
      if (isOlder || outcome == NewestPolicy.Outcome.CONFLICT) {
        LOG.info("handing policy {} in to the portal", known.number());
        portal.handInPolicy(trust.ca().groupId(), known.encoded());
      }
    } catch (IdentityException | PortalException | IOException e) {
      LOG.warn("policy {} stays in force: {}", known.number(), e.getMessage());
    }
  }

  private static byte[] decoded(String base64, String what) throws PortalException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw badAnswer("its " + what + " is not Base64");
    }
  }

  private boolean keep(byte[] der) throws IOException {
    boolean newer = offer(der);
    if (newer) {
      store.saveCrl(der);
    }
    return newer;
  }

  private boolean offer(byte[] der) throws IOException {
    try {
      return trust.offer(der);
    } catch (IdentityException e) {
      throw notGood(e);
    }
  }

  private static IOException notGood(IdentityException problem) {
    return new IOException("a revocation list is invalid: " + problem.getMessage());
  }

  private void remember(List<String> seeds) throws IOException {
    if (!seeds.isEmpty()) {
      store.savePeers(PeerMemory.merge(seeds, store.peers()));
    }
  }

  private NodeKey keyOrNew() throws IOException {
    NodeKey key = store.key();
    if (key == null) {
      key = NodeKey.generate(new SecureRandom());
      store.saveKey(key);
    }
    return key;
  }

  private static PortalException badAnswer(String reason) {
    return new PortalException(
        PortalException.BAD_ANSWER, "the portal's answer cannot be used: " + reason);
  }
}
