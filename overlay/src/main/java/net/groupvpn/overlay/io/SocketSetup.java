package net.groupvpn.overlay.io;

import java.io.IOException;
import java.nio.channels.NetworkChannel;

/**
 * What a program does to each of its sockets before the first packet, such as marking it for the
 * machine's routes. Any thread; must not block.
 */
public interface SocketSetup {
  /** Sockets are used as they are. */
  SocketSetup NONE = socket -> {};

  /**
   * Prepares a socket that is open, and neither bound nor connected.
   *
   * @throws IOException if the socket must not be used
   */
  void prepare(NetworkChannel socket) throws IOException;
}
