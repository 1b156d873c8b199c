package net.groupvpn.overlay.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Trust of a private group: its CA, the newest known revocation list, and the rules for an outage
 * of the portal. A revoked certificate stays revoked, even if a later list has forgotten it. An
 * expired certificate is refused only if a known list was made more than {@link #TOLERANCE} after
 * its end: then the portal was up and did not renew it. Otherwise it is accepted until the outage
 * grace is over. Thread-safe.
 */
public final class GroupTrust implements Trust {
  /** Greatest accepted difference between clocks. */
  public static final Duration TOLERANCE = Duration.ofHours(1);

  /** How long after its end a certificate is accepted during an outage of the portal. */
  public static final Duration DEFAULT_OUTAGE_GRACE = Duration.ofDays(30);

  private final GroupCa ca;
  private final long outageGraceMillis;
  private volatile @Nullable RevocationList newest;
  private volatile @Nullable RevocationList forgotten;

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

  /** The newest known revocation list, to store and to pass on; null before the first. */
  public @Nullable RevocationList newest() {
    return newest;
  }

  /**
   * Accepts a revocation list from any source. Costly.
   *
   * @return whether it is newer than all known lists, and so in force from now on
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
      forgotten = forgottenBy(offered, known);
      return true;
    }
  }

  /**
   * One list is enough: each list that a portal has lost also states what was revoked before it.
   */
  private @Nullable RevocationList forgottenBy(
      RevocationList offered, @Nullable RevocationList known) {
    if (known != null && !offered.covers(known)) {
      return known;
    }
    RevocationList former = forgotten;
    return former == null || offered.covers(former) ? null : former;
  }

  /**
   * What the portal no longer knows, to be handed in to it: a list whose number it has not reached
   * or has used for another list, or a list with revocations that its own lacks.
   *
   * @param portals the newest list of the portal
   */
  public @Nullable RevocationList unknownTo(RevocationList portals) {
    RevocationList lost = forgotten;
    if (lost != null && !portals.covers(lost)) {
      return lost;
    }
    RevocationList known = newest;
    if (known == null) {
      return null;
    }
    boolean isKnown =
        known.number() < portals.number() || Arrays.equals(known.encoded(), portals.encoded());
    return isKnown && portals.covers(known) ? null : known;
  }

  @Override
  public OptionalInt groupMembers() {
    RevocationList list = newest;
    Census census = list == null ? null : list.census();
    return census == null ? OptionalInt.empty() : OptionalInt.of(census.members());
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
    if (isRevoked(list, identity) || isRevoked(forgotten, identity)) {
      return "the certificate " + identity.serial() + " is revoked";
    }
    if (notBeforeMillis > wallMillis + TOLERANCE.toMillis()) {
      return "the certificate is not valid before " + Instant.ofEpochMilli(notBeforeMillis);
    }
    return refusalAfterEnd(identity.notAfterMillis(), list, wallMillis);
  }

  private static boolean isRevoked(@Nullable RevocationList list, PeerIdentity identity) {
    return list != null && list.isRevoked(identity.serial(), identity.keyHash());
  }

  /** A list made after the end proves the time even to a member whose clock is slow. */
  private @Nullable String refusalAfterEnd(
      long notAfterMillis, @Nullable RevocationList list, long wallMillis) {
    boolean portalLived =
        list != null && list.thisUpdateMillis() > notAfterMillis + TOLERANCE.toMillis();
    return portalLived || wallMillis > notAfterMillis + outageGraceMillis
        ? "the certificate expired at " + Instant.ofEpochMilli(notAfterMillis)
        : null;
  }
}
