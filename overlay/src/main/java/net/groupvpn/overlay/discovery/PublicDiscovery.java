package net.groupvpn.overlay.discovery;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;

/**
 * Finds members of one group, and reaches them before the group has any path of its own. Engine
 * thread only; answers follow later on the same thread, exactly once.
 */
public interface PublicDiscovery {
  /** Most members that one search returns. */
  int MAX_FOUND = 32;

  /** Longest datagram that {@link #signal} carries, bytes. */
  int MAX_SIGNAL_BYTES = 1_400;

  /**
   * Publishes that this member can be reached, and keeps it published.
   *
   * @param self this member's entry
   * @param done gets whether it is stored somewhere now
   */
  void publish(Member self, Consumer<Boolean> done);

  /** Removes this member's entry, when it leaves in good order. */
  void withdraw();

  /** Finds other members of the group, at most {@link #MAX_FOUND}, drawn at random. */
  void find(Consumer<List<Member>> done);

  /**
   * Carries one datagram of the private realm to a member; best effort.
   *
   * @param publicNode the member's ID in the public network
   * @param datagram at most {@link #MAX_SIGNAL_BYTES}
   */
  void signal(NodeId publicNode, byte[] datagram);

  /** Sets the receiver of the datagrams that others {@link #signal} to this member; once. */
  void onSignal(SignalHandler handler);

  /**
   * A member, as its entry names it.
   *
   * @param privateNode its ID in the group's own overlay
   * @param publicNode its ID in the public network
   */
  record Member(NodeId privateNode, NodeId publicNode) {}

  /** Receives datagrams. Their content must prove itself. */
  @FunctionalInterface
  interface SignalHandler {
    /**
     * A datagram arrived.
     *
     * @param publicNode the claimed sender
     * @param carrier the public node whose session brought it
     */
    void onSignal(NodeId publicNode, NodeId carrier, byte[] datagram);
  }
}
