package net.groupvpn.portal.certificate;

import java.time.Duration;
import java.util.List;

/**
 * How long things last.
 *
 * @param certificate a certificate
 * @param token the enrolment token of a group file
 * @param crlInterval how often clients ask for a new revocation list
 */
public record Lifetimes(Duration certificate, Duration token, Duration crlInterval) {
  // Above DEFAULT, whose construction reads it.
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

  /** A revocation list is made anew when it is this old, and promises the next one after a day. */
  static final Duration CRL_REFRESH = Duration.ofHours(12);

  static final Duration CRL_PROMISE = Duration.ofDays(1);

  /** A list that is dated further in the future than this is made anew at once. */
  static final Duration CRL_FUTURE = Duration.ofMinutes(1);

  /** How long after its expiry a certificate still can be renewed. */
  static final Duration RENEWAL = Duration.ofDays(90);

  /** A certificate begins a little earlier than it is made, for clocks that are behind. */
  static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
}
