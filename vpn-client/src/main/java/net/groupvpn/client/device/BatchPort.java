package net.groupvpn.client.device;

import java.io.IOException;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket that receives and sends many datagrams with few system calls. Nothing is ever
 * fragmented underway: what is too long for the path is lost, for the interface refused. One thread
 * receives; any thread may send or close.
 */
public interface BatchPort extends DatagramPort {
  /** Longest message that {@link #copyTo} copies. */
  int MAX_MESSAGE_BYTES = 65_535;

  /**
   * Takes what has come; does not wait. Each message holds one datagram, or many from one source,
   * of one length but for the last, one after the other.
   *
   * @return how many messages there are, 0 if none
   * @throws IOException if the socket is broken or closed
   */
  int receive() throws IOException;

  /**
   * Copies a message that was received last.
   *
   * @return its length in bytes
   */
  int copyTo(int message, byte[] bytes);

  /** Length of each of the message's datagrams but the last. */
  int segmentBytes(int message);

  /** Who sent the message, or null if nobody could answer it. */
  @Nullable Endpoint source(int message);

  /**
   * Sends and empties a batch; best effort.
   *
   * @param refusals told of runs that the system refused
   */
  void send(SendBatch batch, Refusals refusals);

  /**
   * This machine has other addresses or routes: from where peers were answered may be wrong now.
   */
  default void onNetworkChanged() {}

  /** What could not be sent. */
  interface Refusals {
    /**
     * The system refused a run.
     *
     * @param datagrams how many there were
     * @param bytes length of the longest
     * @param tooLong whether they are longer than the interface takes; else there may be no route,
     *     or no such address family
     */
    void onRefused(Destination to, int datagrams, int bytes, boolean tooLong);
  }
}
