package net.groupvpn.overlay.io;

import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.PeerSnapshot;

/** What a {@link NodeLoop} tells the surrounding program. Engine thread; must not block. */
public interface NodeLoopListener {
  /** The data plane uses this snapshot of the peer from now on. */
  default void onPublish(PeerSnapshot peer) {}

  /** The session with this peer is over; forget its keys. */
  default void onWithdraw(NodeId peer) {}

  /** A SEALED frame with a data index arrived over the overlay instead of the socket. */
  default void onDeliverData(NodeId from, byte[] datagram) {}

  /**
   * Send each datagram from a new socket. A program that cannot do that sends nothing: its own
   * socket's NAT has been tried.
   */
  default void onScatter(Endpoint to, List<byte[]> datagrams) {}

  /** A datagram is to be sent from a port that nobody has seen before. */
  default void onTransmitElsewhere(Endpoint to, byte[] datagram) {
    ElsewhereSender.send(to, datagram, SocketSetup.NONE);
  }

  /** A frame is to be sent on the TCP connection with {@code to}; without streams it is lost. */
  default void onTransmitStream(Endpoint to, byte[] frame) {}

  /** Something of interest to people; never per packet. */
  default void onNotify(String event, String detail) {}

  /** What the program counts for the loop, by name; any thread. */
  default Map<String, Long> counters() {
    return Map.of();
  }

  /**
   * The engine threw, and no single input was the cause: a broken invariant. The loop has stopped
   * for good and has logged it; the program should end and be restarted. Called once, on any
   * thread.
   */
  void onCrash(Throwable cause);
}
