package net.groupvpn.overlay.security;

import org.jspecify.annotations.Nullable;

/**
 * One end of one handshake: bytes in, bytes out. Steps may run on any thread, one at a time. After
 * completion or failure the machine has dropped its state and must not be stepped again.
 */
public interface HandshakeMachine {
  /**
   * Consumes what the peer sent; the initiator's first step has no input.
   *
   * @param input the next bytes of the peer's stream, in order
   * @param exportContext what both ends bind the exported secrets to (realm, both indexes); the
   *     machine adds both node IDs. Used only by the step that completes.
   * @param wallMillis wall time for the check of the peer's certificate
   */
  Step step(byte[] input, byte[] exportContext, long wallMillis);

  /**
   * What a step led to.
   *
   * @param output the next bytes of this end's stream, maybe none
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
