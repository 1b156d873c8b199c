package net.groupvpn.overlay.dht.rpc;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.RateLimiter;

/** How many requests one peer may bring, its own and others', whatever sources they name. */
final class RequestLimits {
  /** Requests per second. */
  static final int PER_SECOND = 256;

  /** Signatures per second that its requests may cost; one takes a tenth of a millisecond. */
  static final int SIGNATURES_PER_SECOND = 256;

  private static final int BURST_SECONDS = 4;
  private static final int MAX_CARRIERS = 1_024;

  private final RateLimiter<NodeId> requests =
      new RateLimiter<>(PER_SECOND, BURST_SECONDS * PER_SECOND, MAX_CARRIERS);
  private final RateLimiter<NodeId> signatures =
      new RateLimiter<>(SIGNATURES_PER_SECOND, BURST_SECONDS * SIGNATURES_PER_SECOND, MAX_CARRIERS);

  /** Whether one more request of that peer is accepted. */
  boolean admit(NodeId carrier, int costSignatures, long nowNanos) {
    return requests.tryAcquire(carrier, nowNanos)
        && (costSignatures == 0 || signatures.tryAcquire(carrier, costSignatures, nowNanos));
  }
}
