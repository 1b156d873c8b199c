package net.groupvpn.client.dataplane;

import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;

/**
 * What the data plane passes to the engine. Called from the data plane's threads; implementations
 * put it into bounded queues and return at once. Arrays belong to the engine from then on. Methods
 * return false when the queue is full; the data plane counts that and drops the input.
 *
 * <p>Questions are asked at most once a second for each subject while packets wait, so that the
 * queue holds few of them; the answer is a new snapshot, or nothing.
 */
public interface EngineInbox {
  /**
   * A datagram from the socket that is not a DATA record: a handshake, control, or anything else.
   */
  boolean onDatagram(Endpoint from, byte[] datagram);

  /** Packets wait for an address whose owner is unknown, or has no session with this node. */
  boolean onUnknownDestination(Ipv4Address address);

  /** Packets wait for an address whose owner has no session with this node. */
  boolean onUnknownDestination(Ipv6Address address);

  /**
   * A peer sent from an address without a known owner; its packets wait until its binding is
   * checked.
   */
  boolean onUnknownSource(NodeId peer, Ipv4Address address);

  /**
   * A record of this peer, newer than all before, arrived from an endpoint other than the one that
   * is in use. Reported at most once a second per peer.
   */
  void onOtherEndpoint(NodeId peer, Endpoint from);

  /** A ping through {@code gateway} was answered from beyond it. */
  boolean onPong(NodeId gateway, int sequence);

  /** The system has forwarded a ping of this gateway's own, and the answer to it. */
  boolean onForwarded(int sequence);

  /** A sealed frame for a peer that is reached by something else than a UDP endpoint. */
  boolean sendOverlay(NodeId peer, Path path, byte[] frame);

  /** The network interface refused datagrams to a peer; {@code bytes} is the longest. */
  void onTooLong(NodeId peer, int datagramBytes);

  /**
   * A thread of the data plane has ended because of {@code cause}, which it has logged: the device
   * or the socket has failed, or there is a bug. The other threads go on until closed.
   */
  void onDataPlaneFailed(String thread, Throwable cause);
}
