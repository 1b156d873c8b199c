package net.groupvpn.overlay.io;

import java.io.Closeable;
import java.io.IOException;
import net.groupvpn.overlay.path.Endpoint;

/**
 * A process's one UDP socket, for all realms, IPv4 and IPv6.
 *
 * <p>One thread receives; any thread may send or close. Sending does not wait for anything but room
 * in the socket's own buffer.
 */
public interface DatagramPort extends Closeable {
  /** What {@link #receive} answers once the port is closed. */
  int CLOSED = -1;

  /** The UDP port that it is bound to, 1 to 65,535. */
  int localPort();

  /**
   * Waits for at least one datagram and fills {@code batch} with those that are there; what was in
   * it is lost. One thread at a time. Datagrams longer than the batch's buffers are dropped.
   *
   * @return how many datagrams came, at least 1, or {@link #CLOSED}
   * @throws IOException if the socket is broken; a closed one is no error
   */
  int receive(DatagramBatch batch) throws IOException;

  /**
   * Sends one datagram; best effort. The bytes are not kept.
   *
   * @return false if the system refused it: no route, no such address family, closed
   */
  boolean send(Endpoint to, byte[] bytes, int offset, int length);

  /** How many received datagrams were dropped because they were longer than a buffer. */
  long droppedTooLong();

  /** Wakes the receiver. Closing twice does nothing. */
  @Override
  void close();
}
