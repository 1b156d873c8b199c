package net.groupvpn.overlay.session;

import java.util.Comparator;
import java.util.List;
import net.groupvpn.overlay.handshake.HandshakeExchange;

/**
 * Which keys to send with: the newest that the peer is known to have. Of handshakes that ended at
 * about the same time, because both ends had initiated, the one whose client has the lower ID wins:
 * both ends must agree, and each may have seen a different one end last. Pure.
 */
final class KeyingChoice {
  /** Handshakes that ended within this time ran at the same time. */
  static final long DUPLICATE_NANOS = HandshakeExchange.GIVE_UP_NANOS;

  private KeyingChoice() {}

  /** {@code fallback} is the choice while the peer is not known to have any. */
  static Keying choose(List<Keying> newestFirst, Keying fallback) {
    List<Keying> confirmed = newestFirst.stream().filter(Keying::isConfirmed).toList();
    if (confirmed.isEmpty()) {
      return fallback;
    }
    long since = confirmed.get(0).establishedNanos() - DUPLICATE_NANOS;
    // Stable: of two by the same client the newer comes first.
    return confirmed.stream()
        .filter(keying -> keying.establishedNanos() > since)
        .min(Comparator.comparing(Keying::client))
        .orElse(fallback);
  }
}
