package net.groupvpn.overlay.virtual;

import net.groupvpn.overlay.path.Endpoint;

/**
 * Decides what happens to datagrams and streams. Called on the kernel's thread; must not block. Its
 * only random source is {@link SimulatedHost#networkRandom}, so that runs are repeatable.
 */
public interface Network {
  /** Says that a datagram is not let in. */
  int CLOSED = -1;

  /**
   * A host sends: passes every copy that arrives somewhere to {@link Kernel#deliver}.
   *
   * @param port the host's port
   * @param datagram must not be changed
   */
  void carry(SimulatedHost from, int port, Endpoint to, byte[] datagram);

  /** A host sends a frame on its TCP connection with that endpoint, which is made if necessary. */
  void carryStream(SimulatedHost from, Endpoint to, byte[] frame);

  /**
   * A datagram reaches the receiver: returns the receiver's port, or {@link #CLOSED}.
   *
   * @param to the endpoint to which it was sent
   */
  int portAt(SimulatedHost receiver, Endpoint from, Endpoint to);
}
