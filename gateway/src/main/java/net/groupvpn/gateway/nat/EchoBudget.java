package net.groupvpn.gateway.nat;

/**
 * How often one member may ping. Half of a burst is kept for others than the program that pinged
 * last: however fast one pings, those that watch whether the gateway works get through. Not
 * thread-safe.
 */
final class EchoBudget {
  /** In the long run. The kernel's NAT has no such limit; this one keeps a thread from drowning. */
  static final int PER_SECOND = 1_000;

  /** At once after quiet. */
  static final int BURST = 1_000;

  private static final int KEPT = BURST / 2;
  private static final int NOBODY = -1;

  private final RateLimit rate;
  private int lastIdentifier = NOBODY;

  EchoBudget(long nowNanos) {
    rate = new RateLimit(PER_SECOND, BURST, nowNanos);
  }

  /** Whether a ping with this identifier (RFC 792) may go now; it is counted then. */
  boolean tryTake(long nowNanos, int identifier) {
    boolean mayGo = rate.tryTake(nowNanos, identifier == lastIdentifier ? KEPT : 0);
    if (mayGo) {
      lastIdentifier = identifier;
    }
    return mayGo;
  }
}
