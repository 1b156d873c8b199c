package net.groupvpn.overlay.dht.rpc;

import java.util.List;
import java.util.OptionalInt;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.Messenger;

/** What all parts of one node's DHT share. */
public record DhtContext(Engine engine, Messenger messenger, Rpc rpc, Signatures signatures) {
  /** More than all nodes between a key and the eighth member, except in very unusual groups. */
  private static final int MAX_KNOWN = 64;

  /** This node's ID. */
  public NodeId self() {
    return messenger.self();
  }

  /** Boot time of the current input. */
  public long bootNanos() {
    return engine.now().bootNanos();
  }

  /** Wall time of the current input. */
  public long wallMillis() {
    return engine.now().wallMillis();
  }

  /** The replicas of {@code key} in this node's view, closest first. */
  public List<NodeId> view(NodeId key) {
    return messenger.closestKnown(key, Dht.REPLICAS);
  }

  /**
   * The closest nodes with which this one has sessions, and itself: more than a committee needs.
   */
  public List<Seat> known(NodeId key) {
    return messenger.closestKnown(key, MAX_KNOWN).stream().map(this::seatOf).toList();
  }

  /** The committee of {@code key} in this node's view. */
  public Committee committee(NodeId key) {
    return Committee.of(key, known(key));
  }

  /** Whether {@code node} has proved its identity in a session, or is this node. */
  public boolean hasSessionWith(NodeId node) {
    return node.equals(self()) || messenger.memberOf(node) != null;
  }

  /** The seat of this node, or of one with which it has a session. */
  public Seat seatOf(NodeId node) {
    String member = node.equals(self()) ? signatures.member() : messenger.memberOf(node);
    return Seat.of(node, member == null ? "" : member);
  }

  /** How many members the group has, as its CA last signed it. */
  public OptionalInt groupMembers() {
    return signatures.groupMembers();
  }

  /** Counts an event, mostly something dropped. */
  public void count(Counter counter) {
    engine.counters().increment(counter);
  }

  /** The smallest majority of {@code members}. */
  public static int quorumOf(int members) {
    return members / 2 + 1;
  }
}
