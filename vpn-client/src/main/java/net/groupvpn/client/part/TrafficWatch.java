package net.groupvpn.client.part;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.TimerName;

/**
 * Tells the overlay which peers packets flow to and from, which only the data plane sees: so that
 * it keeps links on demand, and makes sure that their paths still carry what they did. Engine
 * thread.
 */
final class TrafficWatch {
  /** A fraction of the time in which a path that has shrunk is to be noticed. */
  static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Supplier<Map<NodeId, Long>> bytesByPeer;
  private final Consumer<NodeId> connect;
  private Map<NodeId, Long> seen = Map.of();

  /**
   * Does nothing yet.
   *
   * @param bytesByPeer bytes sent to and received from each peer so far
   * @param connect says again that there is traffic for a peer
   */
  TrafficWatch(Engine engine, Supplier<Map<NodeId, Long>> bytesByPeer, Consumer<NodeId> connect) {
    this.engine = engine;
    this.bytesByPeer = bytesByPeer;
    this.connect = connect;
  }

  /** Begins to look. */
  void start() {
    engine.setTimer(TimerName.TRAFFIC_CHECK, this, PERIOD_NANOS, now -> look());
  }

  private void look() {
    Map<NodeId, Long> current = new TreeMap<>(bytesByPeer.get());
    current.forEach(
        (peer, bytes) -> {
          if (bytes > seen.getOrDefault(peer, 0L)) {
            connect.accept(peer);
          }
        });
    seen = current;
    start();
  }
}
