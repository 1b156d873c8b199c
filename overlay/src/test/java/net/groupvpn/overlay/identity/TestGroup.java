package net.groupvpn.overlay.identity;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.security.Role;

/** A group with a CA whose clock stands still. */
public final class TestGroup {
  /** The time at which everything here is made. */
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** Validity of node certificates. */
  public static final Duration LIFE = Duration.ofDays(7);

  private final SecureRandom random = new SecureRandom();

  /** The group's CA. */
  public final GroupAuthority authority = GroupAuthority.create("office", NOW, random);

  /** A new key. */
  public NodeKey newKey() {
    return NodeKey.generate(random);
  }

  /** A certificate for {@code key}, valid for a week from {@link #NOW}. */
  public NodeCertificate issue(NodeKey key, Role... roles) {
    byte[] salt = new byte[Membership.SALT_BYTES];
    random.nextBytes(salt);
    return issue(key.spki(), salt, roles);
  }

  /** The same with the given salt. */
  public NodeCertificate issue(byte[] spki, byte[] salt, Role... roles) {
    try {
      return authority.issue(
          new CertificateOrder(spki, "alice", "laptop", Set.of(roles), salt, NOW, NOW.plus(LIFE)));
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  /** A list made at {@code thisUpdate}. */
  public RevocationList crl(long number, Instant thisUpdate, Revocation... entries) {
    return authority.crl(number, thisUpdate, thisUpdate.plus(Duration.ofDays(1)), List.of(entries));
  }

  /** A list made at {@link #NOW} that states the group's size. */
  public RevocationList crl(long number, Census census, Revocation... entries) {
    return authority.crl(number, NOW, NOW.plus(Duration.ofDays(1)), List.of(entries), census);
  }

  /** Fresh trust in this group. */
  public GroupTrust trust() {
    return new GroupTrust(authority.ca());
  }

  /** The line that revokes {@code certificate}. */
  public static Revocation revocationOf(NodeCertificate certificate) {
    return new Revocation(
        certificate.identity().serial(),
        certificate.identity().keyHash(),
        Revocation.Reason.KEY_COMPROMISE,
        NOW);
  }
}
