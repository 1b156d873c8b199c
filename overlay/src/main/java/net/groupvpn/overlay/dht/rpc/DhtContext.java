package net.groupvpn.overlay.dht.rpc;

import java.util.List;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.routing.Messenger;

/** What every part of one node's DHT works with. */
public record DhtContext(Engine engine, Messenger messenger, Rpc rpc, Signatures signatures) {
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

  /** Counts something, above all what was dropped. */
  public void count(String name) {
    engine.counters().increment(name);
  }

  /** The smallest majority of {@code members}. */
  public static int quorumOf(int members) {
    return members / 2 + 1;
  }
}
