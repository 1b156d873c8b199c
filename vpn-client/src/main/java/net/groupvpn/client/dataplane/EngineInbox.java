package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;

/**
 * What the data plane hands to the engine. Called from its threads; implementations put it into
 * bounded queues and return at once. Arrays belong to the engine from then on. Methods answer false
 * when the queue is full; the data plane counts that and forgets.
 *
 * <p>Questions are asked at most once a second for each subject while packets wait, so that the
 * queue holds few of them; the answer is a new snapshot, or nothing.
 */
public interface EngineInbox {
  /** A datagram from the socket that is no DATA record: handshakes, control, anything. */
  boolean onDatagram(Endpoint from, byte[] datagram);

  /** Packets wait for an address whose owner is not known, or has no session with this node. */
  boolean onUnknownDestination(Ipv4Address address);

  /** Packets wait for an address with whose owner there is no session. */
  boolean onUnknownDestination(Ipv6Address address);

  /**
   * A peer sent from an address that nobody is known to own; its packets wait for its binding to be
   * checked.
   */
  boolean onUnknownSource(NodeId peer, Ipv4Address address);

  /**
   * A record of this peer, newer than all before, came from another endpoint than the one that it
   * is sent to. Told at most once a second for each peer.
   */
  void onOtherEndpoint(NodeId peer, Endpoint from);

  /** A sealed frame for a peer that is reached by something else than a UDP endpoint. */
  boolean sendOverlay(NodeId peer, Path path, byte[] frame);

  /** The network interface refused datagrams to a peer, the longest of that many bytes. */
  void onTooLong(NodeId peer, int datagramBytes);

  /**
   * A thread of the data plane has ended because of {@code cause}, which it has logged: the device
   * or the socket is broken, or there is a programming error. The others go on until closed.
   */
  void onDataPlaneFailed(String thread, Throwable cause);
}
