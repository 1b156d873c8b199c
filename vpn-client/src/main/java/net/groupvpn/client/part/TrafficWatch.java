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
 * Tells the overlay which peers have traffic, which only the data plane sees: so the overlay keeps
 * links on demand, and checks that their paths still carry the same sizes. Engine thread.
 */
final class TrafficWatch {
  /** A fraction of the time within which a shrunk path must be noticed. */
  static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Engine engine;
  private final Supplier<Map<NodeId, Long>> bytesByPeer;
  private final Consumer<NodeId> connect;
  private Map<NodeId, Long> seen = Map.of();

  /**
   * Does nothing yet.
   *
   * @param bytesByPeer bytes sent to and received from each peer so far
   * @param connect reports again that there is traffic for a peer
   */
  TrafficWatch(Engine engine, Supplier<Map<NodeId, Long>> bytesByPeer, Consumer<NodeId> connect) {
    this.engine = engine;
    this.bytesByPeer = bytesByPeer;
    this.connect = connect;
  }

  /** Starts to watch. */
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
