package net.groupvpn.client.enrol;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.identity.CertificateOrder;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.Revocation;
import net.groupvpn.overlay.identity.RevocationList;
import org.jspecify.annotations.Nullable;

/** The certificates and lists of a {@link FakePortal}, which locks. */
final class FakeIssuer {
  private static final Duration LIFE = Duration.ofDays(7);

  private final GroupAuthority authority;
  private final List<Revocation> revoked = new ArrayList<>();
  private Instant notBefore = Instant.now();
  private long crlNumber = 1;
  private byte @Nullable [] list;
  private @Nullable RevocationList handedIn;

  FakeIssuer(GroupAuthority authority) {
    this.authority = authority;
  }

  GroupAuthority authority() {
    return authority;
  }

  /** Certificates issued from now on begin at that time. */
  void issueFrom(Instant start) {
    notBefore = start;
  }

  NodeCertificate issue(CertificateRequest wanted, byte[] salt) throws IdentityException {
    return authority.issue(
        new CertificateOrder(
            wanted.spki(), "ada", wanted.label(), Set.of(), salt, notBefore, notBefore.plus(LIFE)));
  }

  /** The certificate in {@code pem}, unless it is revoked. */
  NodeCertificate checked(String pem) throws IdentityException, PortalException {
    NodeCertificate certificate = NodeCertificate.parsePem(pem);
    String serial = certificate.identity().serial();
    if (revoked.stream().anyMatch(each -> each.serial().equals(serial))) {
      throw new PortalException(PortalException.REVOKED, "you are no longer a member of office");
    }
    return certificate;
  }

  void revoke(NodeCertificate certificate) {
    revoked.add(
        new Revocation(
            certificate.identity().serial(),
            certificate.identity().keyHash(),
            Revocation.Reason.PRIVILEGE_WITHDRAWN,
            Instant.now()));
    crlNumber++;
    list = null;
  }

  /** The newest list, in DER. */
  byte[] list() {
    if (list == null) {
      Instant now = Instant.now();
      list =
          authority
              .crl(crlNumber, now, now.plus(Duration.ofDays(1)), List.copyOf(revoked))
              .encoded();
    }
    return list;
  }

  /** Issues a list with a number above that of {@code der}, and returns it. */
  byte[] goBeyond(byte[] der) throws IdentityException {
    handedIn = RevocationList.parse(der, authority.ca());
    crlNumber = Math.max(crlNumber, handedIn.number()) + 1;
    list = null;
    return list();
  }

  /** The list that {@link #goBeyond} was given last; null for none. */
  @Nullable RevocationList handedIn() {
    return handedIn;
  }

  /** Returns to an earlier state, as after the restoration of a backup. */
  void goBackTo(long number) {
    crlNumber = number;
    revoked.clear();
    list = null;
  }
}
