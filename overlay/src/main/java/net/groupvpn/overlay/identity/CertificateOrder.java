package net.groupvpn.overlay.identity;

import java.time.Instant;
import java.util.Set;
import net.groupvpn.overlay.security.Role;

/**
 * What {@link GroupAuthority#issue} is to certify.
 *
 * @param spki the node's key, from a verified {@link CertificateRequest}
 * @param member the member's account name, at most 128 bytes of UTF-8
 * @param label the node's name, at most 128 bytes of UTF-8
 * @param roles what the node may do
 * @param salt {@link Membership#SALT_BYTES} random bytes at the first enrolment, the same on
 *     renewal
 * @param notBefore start of validity, to the second
 * @param notAfter end of validity, to the second
 */
public record CertificateOrder(
    byte[] spki,
    String member,
    String label,
    Set<Role> roles,
    byte[] salt,
    Instant notBefore,
    Instant notAfter) {

  public CertificateOrder {
    roles = Set.copyOf(roles);
    if (salt.length != Membership.SALT_BYTES) {
      throw new IllegalArgumentException(
          "a salt has " + Membership.SALT_BYTES + " bytes, but this has " + salt.length);
    }
    if (!notAfter.isAfter(notBefore)) {
      throw new IllegalArgumentException(notAfter + " is not after " + notBefore);
    }
  }
}
