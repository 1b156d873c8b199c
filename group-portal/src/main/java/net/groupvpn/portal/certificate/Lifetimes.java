package net.groupvpn.portal.certificate;

import java.time.Duration;

/**
 * How long things last.
 *
 * @param certificate a certificate
 * @param token the enrolment token of a group file
 * @param crlInterval how often clients fetch the revocation list
 */
public record Lifetimes(Duration certificate, Duration token, Duration crlInterval) {
  public static final Lifetimes DEFAULT =
      new Lifetimes(Duration.ofDays(7), Duration.ofDays(2), Duration.ofMinutes(10));

  /** A revocation list is made anew when it is this old, and promises the next one after a day. */
  static final Duration CRL_REFRESH = Duration.ofHours(12);

  static final Duration CRL_PROMISE = Duration.ofDays(1);

  /** How long after its expiry a certificate still can be renewed. */
  static final Duration RENEWAL = Duration.ofDays(90);

  /** A certificate begins a little earlier than it is made, for clocks that are behind. */
  static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
}
