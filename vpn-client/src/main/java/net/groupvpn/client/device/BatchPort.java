package net.groupvpn.client.device;

import java.io.IOException;
import net.groupvpn.overlay.io.DatagramPort;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket that receives and sends many datagrams with few system calls. Datagrams are never
 * fragmented on the way: those too long for the path are lost, those too long for the interface
 * refused. One thread receives; any thread may send or close.
 */
public interface BatchPort extends DatagramPort {
  /** Longest message that {@link #copyTo} copies, bytes. */
  int MAX_MESSAGE_BYTES = 65_535;

  /**
   * Takes the messages that have arrived; does not wait. Each message holds one datagram, or
   * several consecutive ones from one source, all of one length except the last.
   *
   * @return how many messages there are, 0 if none
   * @throws IOException if the socket is broken or closed
   */
  int receive() throws IOException;

  /**
   * Copies a message of the last {@link #receive}.
   *
   * @return its length in bytes
   */
  int copyTo(int message, byte[] bytes);

  /** Length of each of the message's datagrams except the last. */
  int segmentBytes(int message);

  /** The sender of the message, or null if nobody could answer it. */
  @Nullable Endpoint source(int message);

  /**
   * Sends and empties a batch; best effort.
   *
   * @param refusals hears of runs that the system refused
   */
  void send(SendBatch batch, Refusals refusals);

  /**
   * This machine's addresses or routes have changed: the addresses from which peers were answered
   * may be wrong now.
   */
  default void onNetworkChanged() {}

  /** Hears what could not be sent. */
  interface Refusals {
    /**
     * The system refused a run.
     *
     * @param datagrams how many there were
     * @param bytes length of the longest
     * @param tooLong whether they are longer than the interface carries; otherwise there may be no
     *     route, or no such address family
     */
    void onRefused(Destination to, int datagrams, int bytes, boolean tooLong);
  }
}
