package net.groupvpn.overlay.io;

import java.io.Closeable;
import net.groupvpn.overlay.path.Endpoint;

/**
 * The single UDP socket of a process, for all realms, IPv4 and IPv6. Any thread may send or close.
 * Sending waits only for room in the socket's own buffer.
 */
public interface DatagramPort extends Closeable {
  /** The UDP port that it is bound to, 1 to 65,535. */
  int localPort();

  /**
   * Sends one datagram; best effort. The bytes are not kept.
   *
   * @return false if the system refused it: no route, no such address family, too long, closed
   */
  boolean send(Endpoint to, byte[] bytes, int offset, int length);

  /** Closing twice does nothing. */
  @Override
  void close();
}
