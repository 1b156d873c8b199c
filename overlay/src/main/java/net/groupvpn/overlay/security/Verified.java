package net.groupvpn.overlay.security;

import org.jspecify.annotations.Nullable;

/**
 * The result of a signature or certificate check: the signer, or the reason for refusal.
 *
 * @param signer the signer, or null when refused
 * @param refusal the reason for people and logs, or null when accepted
 */
public record Verified(@Nullable PeerIdentity signer, @Nullable String refusal) {
  /** An accepted check. */
  public static Verified by(PeerIdentity signer) {
    return new Verified(signer, null);
  }

  /** A refused check. */
  public static Verified refused(String reason) {
    return new Verified(null, reason);
  }
}
