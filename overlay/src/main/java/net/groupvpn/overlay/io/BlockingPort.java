package net.groupvpn.overlay.io;

import java.io.IOException;

/** A port whose single receiver waits. Closing the port wakes it. */
public interface BlockingPort extends DatagramPort {
  /** What {@link #receive} returns once the port is closed. */
  int CLOSED = -1;

  /**
   * Waits for at least one datagram and fills {@code batch} with those that have arrived; its
   * former content is lost. One thread at a time. Datagrams longer than the batch's buffers are
   * dropped.
   *
   * @return how many datagrams arrived, at least 1, or {@link #CLOSED}
   * @throws IOException if the socket is broken; a closed one is no error
   */
  int receive(DatagramBatch batch) throws IOException;

  /** How many received datagrams were dropped because they were longer than a buffer. */
  long droppedTooLong();
}
