package net.groupvpn.portal.certificate;

import java.time.Duration;
import java.util.List;

/**
 * Lifetimes and intervals.
 *
 * @param certificate validity of a certificate
 * @param token validity of a group file's enrolment token
 * @param crlInterval how often clients ask for a new revocation list
 */
public record Lifetimes(Duration certificate, Duration token, Duration crlInterval) {
  // Above DEFAULT, because its construction reads it.
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public static final Lifetimes DEFAULT =
      new Lifetimes(Duration.ofDays(7), Duration.ofDays(2), Duration.ofSeconds(30));

  public Lifetimes {
    for (var each : List.of(certificate, token, crlInterval)) {
      if (each.compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException("a lifetime of " + each + " is too short");
      }
    }
  }

  /** A revocation list of this age is replaced; each list promises the next one after a day. */
  static final Duration CRL_REFRESH = Duration.ofHours(12);

  static final Duration CRL_PROMISE = Duration.ofDays(1);

  /** A list dated further in the future than this is replaced at once. */
  static final Duration CRL_FUTURE = Duration.ofMinutes(1);

  /** How long after its expiry a certificate can still be renewed. */
  static final Duration RENEWAL = Duration.ofDays(90);

  /** A certificate's validity begins slightly before its issue, for clocks that are behind. */
  static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
}
