package net.groupvpn.client.enrol;

import java.time.Duration;
import java.time.Instant;

/** When to ask for the next certificate: from half of its life on, even after its end. */
final class RenewalPolicy {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  /** Longest pause between two tries. */
  static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final int MAX_DOUBLINGS = 6;

  private RenewalPolicy() {}

  /** The time from which a certificate should be renewed. */
  static Instant due(Instant notBefore, Instant notAfter) {
    return notBefore.plus(Duration.between(notBefore, notAfter).dividedBy(2));
  }

  /** The pause after this many failures in a row, at least one. */
  static Duration backOff(int failures) {
    int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
