package net.groupvpn.overlay.virtual;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The further UDP ports of one simulated process. They follow the rules of {@code io.SideSockets}:
 * each port is for one endpoint, and accepts only that one. The first port on which the endpoint
 * answers becomes the way to it; the others are closed soon, and so is a way that carries nothing
 * for long.
 */
final class SidePorts {
  /** Says that there are too many already. */
  static final int NONE = -1;

  /** Most ports at once. */
  static final int MAX_PORTS = 600;

  /** How long a port waits for its first datagram. */
  static final long FIRST_NANOS = 20_000_000_000L;

  /** How long a way is kept without a datagram. */
  static final long SILENT_NANOS = 90_000_000_000L;

  private static final int FIRST_PORT = 32_768;
  private static final int LAST_PORT = 60_999;

  private final Map<Integer, Side> ports = new LinkedHashMap<>();
  private final Map<Endpoint, Side> ways = new HashMap<>();
  private int nextPort = FIRST_PORT;

  private static final class Side {
    private final int port;
    private final Endpoint peer;
    private boolean heard;
    private long lastNanos;

    Side(int port, Endpoint peer, long nowNanos) {
      this.port = port;
      this.peer = peer;
      this.lastNanos = nowNanos;
    }

    boolean isOver(long nowNanos) {
      return nowNanos - lastNanos > (heard ? SILENT_NANOS : FIRST_NANOS);
    }
  }

  /** A new port for {@code peer}, or {@link #NONE}. */
  int open(Endpoint peer, long nowNanos) {
    if (ports.size() >= MAX_PORTS) {
      ports.values().removeIf(side -> isClosed(side, nowNanos));
    }
    if (ports.size() >= MAX_PORTS) {
      return NONE;
    }
    while (ports.containsKey(nextPort)) {
      advance();
    }
    Side side = new Side(nextPort, peer, nowNanos);
    ports.put(nextPort, side);
    advance();
    return side.port;
  }

  private void advance() {
    nextPort = nextPort == LAST_PORT ? FIRST_PORT : nextPort + 1;
  }

  /**
   * As with real sockets, ports that received something and did not become the way live as long as
   * it.
   */
  private boolean isClosed(Side side, long nowNanos) {
    boolean over = side.isOver(nowNanos);
    if (over) {
      ways.remove(side.peer, side);
    }
    return over;
  }

  boolean isOpen(int port) {
    return ports.containsKey(port);
  }

  /** The port that is the way to {@code peer}, or {@code otherwise}. */
  int portTo(Endpoint peer, int otherwise, long nowNanos) {
    Side way = way(peer, nowNanos);
    return way == null ? otherwise : way.port;
  }

  private @Nullable Side way(Endpoint peer, long nowNanos) {
    Side way = ways.get(peer);
    if (way == null || !isClosed(way, nowNanos)) {
      return way;
    }
    ports.remove(way.port);
    return null;
  }

  /** A datagram arrives at a port; whether it is open for it. */
  boolean hear(int port, Endpoint from, long nowNanos) {
    Side side = ports.get(port);
    if (side == null || !side.peer.equals(from) || isClosed(side, nowNanos)) {
      return false;
    }
    side.heard = true;
    side.lastNanos = nowNanos;
    if (way(from, nowNanos) == null) {
      ways.put(from, side);
    }
    return true;
  }
}
