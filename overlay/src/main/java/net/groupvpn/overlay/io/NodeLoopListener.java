package net.groupvpn.overlay.io;

import java.util.List;
import java.util.Map;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.record.PeerSnapshot;

/** What a {@link NodeLoop} tells the program around it. Engine thread; must not block. */
public interface NodeLoopListener {
  /** The data plane shall see this peer so from now on. */
  default void onPublish(PeerSnapshot peer) {}

  /** The session with this peer is over; forget its keys. */
  default void onWithdraw(NodeId peer) {}

  /** A SEALED frame with a data index came over the overlay instead of from the socket. */
  default void onDeliverData(NodeId from, byte[] datagram) {}

  /**
   * Datagrams to be sent from as many new sockets. A program that cannot do that sends nothing: its
   * own socket's NAT has been tried.
   */
  default void onScatter(Endpoint to, List<byte[]> datagrams) {}

  /** A frame is to be sent on the TCP connection with {@code to}; without streams it is lost. */
  default void onTransmitStream(Endpoint to, byte[] frame) {}

  /** Something that people may want to know; never per packet. */
  default void onNotify(String event, String detail) {}

  /** What the program counts for the loop, by name; any thread. */
  default Map<String, Long> counters() {
    return Map.of();
  }

  /**
   * The engine threw, and no single input was the reason: a broken invariant. The loop has stopped
   * for good and has logged it; the program should end and be started again. May be called on any
   * thread, once.
   */
  void onCrash(Throwable cause);
}
