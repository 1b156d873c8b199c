package net.groupvpn.client.daemon;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.time.TimerName;

/**
 * Keeps links on demand for as long as packets flow: the overlay closes them some time after the
 * last request, and only the data plane sees packets. Engine thread.
 */
final class TrafficWatch {
  /** Several looks in the time after which an idle link is closed. */
  static final long PERIOD_NANOS = LinkManager.ON_DEMAND_IDLE_NANOS / 4;

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
