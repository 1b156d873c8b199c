package net.groupvpn.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.wire.WireException;
import net.groupvpn.overlay.wire.WireReader;
import net.groupvpn.overlay.wire.WireWriter;

/**
 * Members tell a gateway, with each ping, whether they use it, and it tells them how loaded it is:
 * offers are read once a minute, and many members may start at a time. Best effort, and only a
 * hint: it weighs between gateways that are near. Engine thread only.
 *
 * <pre>
 *   member                    gateway
 *   | -- ASK, I use you ----> |   one client more
 *   | <------------ LOAD 7 -- |
 * </pre>
 */
public final class GatewayLoads implements Overlay.ChannelHandler, Overlay.Listener {
  /** The overlay channel of these messages. */
  public static final int CHANNEL = 5;

  /** So many members at a time are called a full load. */
  static final int FULL_CLIENTS = 100;

  /** A member that has not said for so long that it uses this gateway does not. */
  static final long CLIENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Most members that are counted, and most gateways whose load is remembered. */
  private static final int MAX_PEERS = 4_096;

  private static final int ASKS_PER_SECOND = 4;
  private static final int ASKS_AT_ONCE = 8;
  private static final int ASK = 1;
  private static final int LOAD = 2;
  private static final int MAX_PERCENT = 100;

  private final Overlay overlay;
  private final Engine engine;
  private final Map<NodeId, Long> clients = boundedMap();
  private final Map<NodeId, Integer> told = boundedMap();
  private final RateLimiter<NodeId> answers =
      new RateLimiter<>(ASKS_PER_SECOND, ASKS_AT_ONCE, MAX_PEERS);
  private boolean isServing;

  /** Takes the channel. */
  public GatewayLoads(Overlay overlay, Engine engine) {
    this.overlay = overlay;
    this.engine = engine;
    overlay.handleChannel(CHANNEL, this);
    overlay.addListener(this);
  }

  private static <V> Map<NodeId, V> boundedMap() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<NodeId, V> eldest) {
        return size() > MAX_PEERS;
      }
    };
  }

  /** Whether this node is a gateway now; one that is not answers nobody. */
  public void setServing(boolean isGateway) {
    isServing = isGateway;
  }

  /** How many members use this gateway. */
  public int clients() {
    long now = engine.now().bootNanos();
    clients.values().removeIf(heardNanos -> now - heardNanos >= CLIENT_NANOS);
    return clients.size();
  }

  /** The load of this gateway. */
  public int percent() {
    return Math.min(MAX_PERCENT, clients() * MAX_PERCENT / FULL_CLIENTS);
  }

  /** Asks a gateway for its load, and tells it whether it is used. */
  void ask(NodeId gateway, boolean isUsed) {
    overlay.sendToPeer(gateway, CHANNEL, new WireWriter().u8(ASK).flag(isUsed).toBytes());
  }

  /** What {@code gateway} said last, or {@code fallback}. */
  int percentOf(NodeId gateway, int fallback) {
    return told.getOrDefault(gateway, fallback);
  }

  @Override
  public void onPeerMessage(SessionView from, byte[] payload) {
    WireReader in = new WireReader(payload);
    try {
      int kind = in.u8();
      if (kind == ASK) {
        boolean isUsed = in.flag();
        in.end();
        onAsk(from.peer(), isUsed);
      } else if (kind == LOAD) {
        int percent = in.u8();
        in.end();
        told.put(from.peer(), Math.min(MAX_PERCENT, percent));
      } else {
        engine.counters().increment(GatewayCounter.DROPPED_LOAD_MALFORMED);
      }
    } catch (WireException e) {
      engine.counters().increment(GatewayCounter.DROPPED_LOAD_MALFORMED);
    }
  }

  private void onAsk(NodeId member, boolean isUsed) {
    if (!isServing || !answers.tryAcquire(member, engine.now().bootNanos())) {
      engine.counters().increment(GatewayCounter.DROPPED_LOAD_ASK);
      return;
    }
    clients.remove(member);
    if (isUsed) {
      clients.put(member, engine.now().bootNanos());
    }
    overlay.sendToPeer(member, CHANNEL, new WireWriter().u8(LOAD).u8(percent()).toBytes());
  }

  @Override
  public void onSessionDown(SessionView session) {
    clients.remove(session.peer());
    told.remove(session.peer());
  }
}
