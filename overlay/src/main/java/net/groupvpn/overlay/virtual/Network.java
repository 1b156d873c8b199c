package net.groupvpn.overlay.virtual;

import net.groupvpn.overlay.path.Endpoint;

/**
 * Decides what becomes of datagrams and streams. Called on the kernel's thread; must not block, and
 * takes its chance from {@link SimulatedHost#networkRandom} only, so that runs can be repeated.
 */
public interface Network {
  /**
   * A host sends: hands every copy that arrives somewhere to {@link Kernel#deliver}.
   *
   * @param datagram must not be changed
   */
  void carry(SimulatedHost from, Endpoint to, byte[] datagram);

  /** A host sends a frame on its TCP connection with that endpoint, which is made if need be. */
  void carryStream(SimulatedHost from, Endpoint to, byte[] frame);

  /**
   * A datagram is at the receiver's door: whether it comes in.
   *
   * @param to the endpoint that it was sent to
   */
  boolean admits(SimulatedHost receiver, Endpoint from, Endpoint to);
}
