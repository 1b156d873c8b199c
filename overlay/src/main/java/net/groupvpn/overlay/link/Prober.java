package net.groupvpn.overlay.link;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;

/**
 * Looks for a direct path: probes the peer's candidates one after the other, in rounds that grow
 * apart. Both ends do so at about the same time, which opens the way through most NATs.
 */
final class Prober {
  /** Peers whose candidates are kept; the oldest are forgotten first. */
  static final int MAX_PEERS = 256;

  private static final long PACE_NANOS = 20_000_000L;
  private static final long[] ROUND_GAPS_NANOS = {300_000_000L, 1_000_000_000L, 2_500_000_000L};
  private static final long LAST_WAIT_NANOS = 2_000_000_000L;

  private final Engine engine;
  private final Sessions sessions;
  private final Consumer<NodeId> onFailed;
  private final Map<NodeId, Progress> peers =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Progress> eldest) {
          return size() > MAX_PEERS;
        }
      };

  Prober(Engine engine, Sessions sessions, Consumer<NodeId> onFailed) {
    this.engine = engine;
    this.sessions = sessions;
    this.onFailed = onFailed;
  }

  /** Notes a peer's candidates, and begins if there is a session already. */
  void expect(NodeId peer, List<Endpoint> candidates) {
    peers.put(peer, new Progress(candidates));
    Session session = sessions.find(peer);
    if (session != null) {
      begin(session);
    }
  }

  /** Begins, unless the session has a direct path or nothing is known of the peer. */
  void begin(Session session) {
    NodeId peer = session.peer();
    if (!session.path().isLinkCapable() && peers.containsKey(peer)) {
      engine.setTimer(TimerName.LINK_PROBE, peer, 0, now -> next(peer));
    }
  }

  /** Stops for good. */
  void forget(NodeId peer) {
    peers.remove(peer);
    engine.cancelTimer(TimerName.LINK_PROBE, peer);
  }

  private void next(NodeId peer) {
    Session session = sessions.find(peer);
    Progress progress = peers.get(peer);
    if (session == null || progress == null || session.path().isLinkCapable()) {
      return;
    }
    if (progress.next < progress.candidates.size()) {
      sessions.probe(session, new DirectPath(progress.candidates.get(progress.next++)));
      engine.setTimer(TimerName.LINK_PROBE, peer, PACE_NANOS, now -> next(peer));
    } else if (progress.round < ROUND_GAPS_NANOS.length) {
      progress.next = 0;
      long gap = ROUND_GAPS_NANOS[progress.round++];
      engine.setTimer(TimerName.LINK_PROBE, peer, gap, now -> next(peer));
    } else {
      engine.setTimer(TimerName.LINK_PROBE, peer, LAST_WAIT_NANOS, now -> giveUp(peer));
    }
  }

  private void giveUp(NodeId peer) {
    Session session = sessions.find(peer);
    if (session != null && !session.path().isLinkCapable()) {
      peers.remove(peer);
      onFailed.accept(peer);
    }
  }

  private static final class Progress {
    private final List<Endpoint> candidates;
    private int next;
    private int round;

    Progress(List<Endpoint> candidates) {
      this.candidates = candidates;
    }
  }
}
