package net.groupvpn.overlay.identity;

import java.time.Duration;
import java.time.Instant;
import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Trust of a private group: its CA, the newest revocation list known, and what happens when the
 * portal was away. An expired certificate is refused only if a list is known that was made later
 * than {@link #TOLERANCE} after its end: then the portal lived and did not renew it. Otherwise it
 * is accepted until the outage grace is over. Thread-safe.
 */
public final class GroupTrust implements Trust {
  /** How far clocks may differ. */
  public static final Duration TOLERANCE = Duration.ofHours(1);

  /** How long after its end a certificate is accepted while the portal is away. */
  public static final Duration DEFAULT_OUTAGE_GRACE = Duration.ofDays(30);

  private final GroupCa ca;
  private final long outageGraceMillis;
  private volatile @Nullable RevocationList newest;

  /** Starts without a revocation list. */
  public GroupTrust(GroupCa ca, Duration outageGrace) {
    this.ca = ca;
    this.outageGraceMillis = outageGrace.toMillis();
  }

  /** Starts without a revocation list, with {@link #DEFAULT_OUTAGE_GRACE}. */
  public GroupTrust(GroupCa ca) {
    this(ca, DEFAULT_OUTAGE_GRACE);
  }

  /** The group's CA. */
  public GroupCa ca() {
    return ca;
  }

  /** The newest revocation list known, to store and to pass on; null before the first. */
  public @Nullable RevocationList newest() {
    return newest;
  }

  /**
   * Takes a revocation list from anywhere. Costly.
   *
   * @return whether it is newer than the newest known so far, and so is in force from now on
   * @throws IdentityException if it is malformed or not the CA's
   */
  public boolean offer(byte[] der) throws IdentityException {
    RevocationList offered = RevocationList.parse(der, ca);
    synchronized (this) {
      RevocationList known = newest;
      if (known != null && offered.number() <= known.number()) {
        return false;
      }
      newest = offered;
      return true;
    }
  }

  @Override
  public @Nullable String refusalOfIssue(NodeCertificate certificate) {
    Membership membership = certificate.membership();
    if (membership == null) {
      return "the certificate is self-made, not issued by this group";
    }
    if (!membership.groupId().equals(ca.groupId())) {
      return "the certificate is of another group, " + membership.groupId();
    }
    return certificate.isSignedBy(ca.spki())
        ? null
        : "the certificate is not signed by the CA of this group";
  }

  @Override
  public @Nullable String refusalNow(PeerIdentity identity, long notBeforeMillis, long wallMillis) {
    RevocationList list = newest;
    if (list != null && list.isRevoked(identity.serial(), identity.keyHash())) {
      return "the certificate " + identity.serial() + " is revoked";
    }
    if (notBeforeMillis > wallMillis + TOLERANCE.toMillis()) {
      return "the certificate is not valid before " + Instant.ofEpochMilli(notBeforeMillis);
    }
    return refusalAfterEnd(identity.notAfterMillis(), list, wallMillis);
  }

  /** A list made after the end proves the time even to a member whose clock is late. */
  private @Nullable String refusalAfterEnd(
      long notAfterMillis, @Nullable RevocationList list, long wallMillis) {
    boolean portalLived =
        list != null && list.thisUpdateMillis() > notAfterMillis + TOLERANCE.toMillis();
    return portalLived || wallMillis > notAfterMillis + outageGraceMillis
        ? "the certificate expired at " + Instant.ofEpochMilli(notAfterMillis)
        : null;
  }
}
