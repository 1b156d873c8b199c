package net.groupvpn.overlay.security;

import org.jspecify.annotations.Nullable;

/**
 * One end of one handshake: bytes in, bytes out. Steps may run on any thread, one at a time. After
 * completion or failure the machine has dropped its state and must not be stepped again.
 */
public interface HandshakeMachine {
  /**
   * Consumes the peer's bytes; the initiator's first step has no input.
   *
   * @param input the next bytes of the peer's stream, in order
   * @param exportContext the context that both ends bind the exported secrets to (realm, both
   *     indexes); the machine adds both node IDs. Only the completing step uses it.
   * @param wallMillis wall time for the check of the peer's certificate
   */
  Step step(byte[] input, byte[] exportContext, long wallMillis);

  /**
   * The result of a step.
   *
   * @param output the next bytes of this end's stream, possibly none
   * @param completed set once both Finished messages are verified, as seen from this end
   * @param failure why the handshake is over, for logs and counters; null while it lives
   */
  record Step(byte[] output, @Nullable Completed completed, @Nullable String failure) {}

  /**
   * A finished handshake.
   *
   * @param peer the authenticated peer
   * @param controlSecret 32 bytes, from which the engine's record keys come
   * @param dataSecret 32 bytes, from which the data plane's record keys come
   */
  record Completed(PeerIdentity peer, byte[] controlSecret, byte[] dataSecret) {}
}
