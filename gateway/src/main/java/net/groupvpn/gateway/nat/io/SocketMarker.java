package net.groupvpn.gateway.nat.io;

import java.io.IOException;
import java.nio.channels.SelectableChannel;

/** Marks a socket, so that the machine's rules know it as the client's own (SO_MARK). */
@FunctionalInterface
public interface SocketMarker {
  /** Marks nothing: for machines without such rules. */
  SocketMarker NONE = channel -> {};

  /**
   * Marks a channel that is open, and neither bound nor connected. Called on the NAT's thread; must
   * not block.
   *
   * @throws IOException if it cannot be marked; the socket is then not used
   */
  void mark(SelectableChannel channel) throws IOException;
}
