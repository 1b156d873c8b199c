package net.groupvpn.overlay.virtual;

import net.groupvpn.overlay.path.Endpoint;

/**
 * Decides what becomes of datagrams and streams. Called on the kernel's thread; must not block, and
 * takes its chance from {@link SimulatedHost#networkRandom} only, so that runs can be repeated.
 */
public interface Network {
  /** Says that a datagram does not come in. */
  int CLOSED = -1;

  /**
   * A host sends: hands every copy that arrives somewhere to {@link Kernel#deliver}.
   *
   * @param port of the host
   * @param datagram must not be changed
   */
  void carry(SimulatedHost from, int port, Endpoint to, byte[] datagram);

  /** A host sends a frame on its TCP connection with that endpoint, which is made if need be. */
  void carryStream(SimulatedHost from, Endpoint to, byte[] frame);

  /**
   * A datagram is at the receiver's door: to which of its ports it comes, or {@link #CLOSED}.
   *
   * @param to the endpoint that it was sent to
   */
  int portAt(SimulatedHost receiver, Endpoint from, Endpoint to);
}
