package net.groupvpn.overlay.discovery;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.id.NodeId;

/**
 * Finds members of one group and reaches them before there is any path of the group's own. Engine
 * thread only; answers come later on the same thread, exactly once.
 */
public interface PublicDiscovery {
  /** Most members that one search answers with. */
  int MAX_FOUND = 32;

  /** Longest datagram that {@link #signal} carries, bytes. */
  int MAX_SIGNAL_BYTES = 1_400;

  /**
   * Publishes that this member can be reached, and keeps it published.
   *
   * @param self this member's entry
   * @param done told whether it is stored somewhere now
   */
  void publish(Member self, Consumer<Boolean> done);

  /** Takes this member's entry back, for leaving in good order. */
  void withdraw();

  /** Finds members of the group, this one left out, at most {@link #MAX_FOUND}, drawn by chance. */
  void find(Consumer<List<Member>> done);

  /**
   * Carries one datagram of the private realm to a member; best effort.
   *
   * @param publicNode the member's ID in the public network
   * @param datagram at most {@link #MAX_SIGNAL_BYTES}
   */
  void signal(NodeId publicNode, byte[] datagram);

  /** Sets who receives the datagrams that others {@link #signal} to this member; once. */
  void onSignal(SignalHandler handler);

  /**
   * A member as its entry names it.
   *
   * @param privateNode its ID in the group's own overlay
   * @param publicNode its ID in the public network
   */
  record Member(NodeId privateNode, NodeId publicNode) {}

  /** Receives datagrams. What is inside must prove itself. */
  @FunctionalInterface
  interface SignalHandler {
    /**
     * A datagram arrived.
     *
     * @param publicNode who is said to have sent it, a mere claim
     * @param carrier the public node in whose session it came
     */
    void onSignal(NodeId publicNode, NodeId carrier, byte[] datagram);
  }
}
