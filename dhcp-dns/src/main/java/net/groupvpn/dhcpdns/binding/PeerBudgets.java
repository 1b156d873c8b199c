package net.groupvpn.dhcpdns.binding;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What each peer may cause in a minute. It outlives the peer's session, or whoever connects again
 * had all of it again. Engine thread only.
 */
final class PeerBudgets {
  /**
   * Most peers whose spending is remembered. If that many have spent anything within a minute,
   * others have to wait.
   */
  static final int MAX_PEERS = 4_096;

  /** Most packets from unproved sources in a minute that make this node ask about the source. */
  static final int MAX_SOURCES_PER_MINUTE = 20;

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<NodeId, Spent> byPeer = new LinkedHashMap<>();
  private final Engine engine;

  private static final class Spent {
    private final long sinceNanos;
    private int bindings;
    private int checks;
    private int sources;

    Spent(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  PeerBudgets(Engine engine) {
    this.engine = engine;
  }

  /** Whether one more of its bindings is handled. */
  boolean admitBinding(NodeId peer) {
    Spent spent = of(peer);
    return spent != null && spent.bindings++ < BindingService.MAX_BINDINGS_PER_MINUTE;
  }

  /** Whether one more address in its bindings is asked for. */
  boolean admitCheck(NodeId peer) {
    Spent spent = of(peer);
    return spent != null && spent.checks++ < BindingService.MAX_CHECKS_PER_MINUTE;
  }

  /** Whether one more source of its packets is asked for. */
  boolean admitSource(NodeId peer) {
    Spent spent = of(peer);
    return spent != null && spent.sources++ < MAX_SOURCES_PER_MINUTE;
  }

  private @Nullable Spent of(NodeId peer) {
    Spent known = byPeer.get(peer);
    if (known != null && !isOver(known)) {
      return known;
    }
    byPeer.remove(peer);
    if (byPeer.size() >= MAX_PEERS) {
      byPeer.values().removeIf(this::isOver);
    }
    if (byPeer.size() >= MAX_PEERS) {
      return null;
    }
    Spent fresh = new Spent(engine.now().bootNanos());
    byPeer.put(peer, fresh);
    return fresh;
  }

  private boolean isOver(Spent spent) {
    return engine.now().bootNanos() - spent.sinceNanos >= MINUTE_NANOS;
  }
}
