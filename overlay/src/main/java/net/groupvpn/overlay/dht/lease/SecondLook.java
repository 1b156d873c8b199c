package net.groupvpn.overlay.dht.lease;

import java.util.concurrent.TimeUnit;

/**
 * Whether a claim must be confirmed once more before its key may be used. Two quorums of a
 * committee may have no more than liars in common, who grant both claims. But then honest replicas
 * refuse each of the two, since they have granted the other. So whoever was refused by any replica
 * confirms again after a while: by then all replicas know both leases, and the weaker one is told.
 */
final class SecondLook {
  /** Claims that are under way have been confirmed by then, and answers that were lost repeated. */
  static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private boolean isContested;
  private boolean isTaken;

  /** A claim begins anew. */
  void reset() {
    isContested = false;
    isTaken = false;
  }

  /** Takes a round of the claim into account. */
  void note(ClaimRound round) {
    isContested |= round.isContested();
  }

  /** Whether a look must be taken now; it is taken once. */
  boolean isDue() {
    boolean isDue = isContested && !isTaken;
    isTaken |= isDue;
    return isDue;
  }
}
