package net.groupvpn.overlay.link;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;

/**
 * Looks for a direct path: probes the peer's candidates one after the other, in rounds that grow
 * apart. Both ends do so at about the same time, which opens the way through most NATs; where that
 * is not enough, {@link HolePuncher} follows.
 *
 * <p>The sender of a CONNECT is only a claim, so anybody may name wrong candidates. Those that the
 * peer names in the session come first, and are not dropped for others.
 */
final class Prober {
  /**
   * Most peers without a session whose candidates are kept; the oldest are forgotten first. These
   * are unproved, so they have places of their own.
   */
  static final int MAX_EXPECTED = 256;

  /** Failed rounds before many ports are tried. */
  static final int ROUNDS_BEFORE_PUNCHING = 2;

  private static final long PACE_NANOS = 20_000_000L;
  private static final long[] ROUND_GAPS_NANOS = {300_000_000L, 1_000_000_000L, 2_500_000_000L};

  private static final long LAST_WAIT_NANOS = 2_000_000_000L;

  private final Engine engine;
  private final Sessions sessions;
  private final LinkTable table;
  private final EndpointRules rules;
  private final HolePuncher puncher;
  private final Consumer<NodeId> onFailed;
  private final Map<NodeId, Progress> expected =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Progress> eldest) {
          return size() > MAX_EXPECTED;
        }
      };

  /** The same for peers with a session. */
  private final Map<NodeId, Progress> peers = new HashMap<>();

  /** {@code ownMapping} supplies what the NAT before this node does. */
  Prober(
      Engine engine,
      Sessions sessions,
      LinkTable table,
      EndpointRules rules,
      Supplier<MappingBehaviour> ownMapping,
      Consumer<NodeId> onFailed) {
    this.engine = engine;
    this.sessions = sessions;
    this.table = table;
    this.rules = rules;
    this.puncher = new HolePuncher(engine, sessions, ownMapping);
    this.onFailed = onFailed;
  }

  void enablePunching() {
    puncher.enable();
  }

  /** Stores a peer's candidates, and starts if there is a session already. */
  void expect(NodeId peer, Offer offer) {
    Progress present = peers.get(peer);
    if (present != null
        && present.round < ROUND_GAPS_NANOS.length
        && table.provedOffer(peer) != null
        && engine.isTimerSet(TimerName.LINK_PROBE, peer)) {
      present.claimed = offer;
      return;
    }
    expected.put(peer, new Progress(offer));
    Session session = sessions.find(peer);
    if (session != null) {
      begin(session);
    }
  }

  /** Starts, unless the session has a direct path or the peer has no known candidates. */
  void begin(Session session) {
    NodeId peer = session.peer();
    Progress early = expected.remove(peer);
    if (early != null) {
      peers.put(peer, early);
    }
    if (!isDirect(session) && peers.containsKey(peer)) {
      engine.setTimer(TimerName.LINK_PROBE, peer, 0, now -> next(peer));
    }
  }

  static boolean isDirect(Session session) {
    return session.path() instanceof DirectPath;
  }

  /** Stops for good. */
  void forget(NodeId peer) {
    expected.remove(peer);
    peers.remove(peer);
    puncher.stop(peer);
    engine.cancelTimer(TimerName.LINK_PROBE, peer);
  }

  private void next(NodeId peer) {
    Session session = sessions.find(peer);
    Progress progress = peers.get(peer);
    if (session == null || progress == null || isDirect(session)) {
      return;
    }
    List<Endpoint> candidates = candidates(peer, progress);
    if (progress.next < candidates.size()) {
      session.probe(new DirectPath(candidates.get(progress.next++)));
      engine.setTimer(TimerName.LINK_PROBE, peer, PACE_NANOS, now -> next(peer));
    } else if (progress.round < ROUND_GAPS_NANOS.length) {
      nextRound(peer, progress);
    } else {
      engine.setTimer(TimerName.LINK_PROBE, peer, LAST_WAIT_NANOS, now -> giveUp(peer));
    }
  }

  private List<Endpoint> candidates(NodeId peer, Progress progress) {
    Offer proved = table.provedOffer(peer);
    Stream<Endpoint> first = proved == null ? Stream.empty() : proved.candidates().stream();
    Stream<Endpoint> all = Stream.concat(first, progress.claimed.candidates().stream()).distinct();
    List<Endpoint> candidates = rules.learnable(all.toList());
    // In the first round nothing else has had a chance yet.
    return progress.round > 0
        ? candidates
        : candidates.stream().filter(each -> rules.vpnOf(each) == null).toList();
  }

  private void nextRound(NodeId peer, Progress progress) {
    if (progress.round == ROUNDS_BEFORE_PUNCHING) {
      Offer proved = table.provedOffer(peer);
      Offer offer = proved == null ? progress.claimed : proved;
      if (puncher.isHopeless(offer)) {
        giveUp(peer);
        return;
      }
      puncher.punch(peer, new Offer(rules.learnable(offer.candidates()), offer.mapping()));
    }
    progress.next = 0;
    long gap = ROUND_GAPS_NANOS[progress.round++];
    engine.setTimer(TimerName.LINK_PROBE, peer, gap, now -> next(peer));
  }

  private void giveUp(NodeId peer) {
    Session session = sessions.find(peer);
    if (session != null && !isDirect(session)) {
      peers.remove(peer);
      onFailed.accept(peer);
    }
  }

  private static final class Progress {
    private Offer claimed;
    private int next;
    private int round;

    Progress(Offer claimed) {
      this.claimed = claimed;
    }
  }
}
