package net.groupvpn.overlay.link;

import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Makes, keeps and closes links. Each session has reasons at both ends; it is closed once neither
 * end has had one for a while.
 */
public final class LinkManager {
  /** How long a session that nobody needs is kept. */
  static final long UNNEEDED_NANOS = 15_000_000_000L;

  /** How long an on-demand link is kept after the last traffic. */
  public static final long ON_DEMAND_IDLE_NANOS = 300_000_000_000L;

  /** Most sessions at once; further ones that only the other end wants are closed. */
  static final int MAX_SESSIONS = 1_024;

  /**
   * Number of links kept without a reason: in a small network all nodes stay linked, and the nodes
   * closest to a key do not change.
   */
  public static final int FEW_LINKS = 16;

  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final int REFRESH_EVERY_SWEEPS = 6;

  private final Engine engine;
  private final Router router;
  private final LinkTable table;
  private LinkListener listener = new LinkListener() {};
  private final OwnCandidates candidates;
  private final Departed departed = new Departed();
  private final DistantWatch distant;
  private final StatusExchange statuses;
  private final LinkRequests requests;
  private final RoamingSignal roaming;
  private final PublicFallback fallback;
  private long sweeps;

  /** {@code rules} decide which endpoints are offered and tried. */
  public LinkManager(
      Engine engine, Sessions sessions, Router router, LinkTable table, EndpointRules rules) {
    this.engine = engine;
    this.router = router;
    this.table = table;
    this.candidates = new OwnCandidates(engine, rules, table::isIsolated);
    this.distant = new DistantWatch(engine, table, this::onSettled);
    this.statuses = new StatusExchange(engine, table, candidates);
    this.requests = new LinkRequests(engine, sessions, router, table, rules, candidates, statuses);
    this.fallback = new PublicFallback(table);
    this.roaming = new RoamingSignal(engine, sessions, table, candidates, rules);
    new ConnectResponder(engine, router, table, requests.connector(), requests.prober(), statuses);
  }

  /** Starts to look after links and to tell {@code joiner} about them. */
  public void start(LinkListener joiner) {
    listener = joiner;
    requests.setListener(joiner);
    engine.setTimer(TimerName.LINK_SWEEP, this, SWEEP_NANOS, now -> sweep());
  }

  /** The part that asks for links. */
  public LinkRequests requests() {
    return requests;
  }

  /** Where this node says that it may be reached. */
  public OwnCandidates candidates() {
    return candidates;
  }

  /**
   * Sets the ports of routers that lead to this node; none at first. Peers that are not reached
   * directly hear of new ones at once.
   */
  public void setMappedCandidates(List<Endpoint> endpoints) {
    if (candidates.setMapped(endpoints) && !endpoints.isEmpty()) {
      requests.seekAnew();
    }
  }

  /** Permits the search for holes in NATs with many probes; not permitted at first. */
  public void enablePunching() {
    requests.prober().enablePunching();
  }

  /** This machine's addresses have changed: what failed before may work now. */
  public void onNetworkChanged() {
    candidates.forgetObserved();
    requests.seekAnew();
    roaming.onNetworkChanged();
  }

  /** Whether the session with {@code peer} died lately, so that others who name it may be wrong. */
  public boolean isDeparted(NodeId peer) {
    return departed.contains(peer, engine.now().bootNanos());
  }

  /** Some peer no longer names {@code peer}: finds out soon whether it is still there. */
  public void check(NodeId peer) {
    Link link = table.find(peer);
    if (link != null) {
      link.session().check();
    }
  }

  /** Tells all peers whether this node has joined. */
  public void announceJoined() {
    table.all().forEach(statuses::announce);
  }

  /** A session is usable. */
  public void onEstablished(Session session) {
    Link known = table.find(session.peer());
    boolean wasUp = known != null && table.isLinked(session.peer());
    int life = engine.random().nextInt();
    begin(table.put(session, life, engine.now().bootNanos()), wasUp);
  }

  /**
   * The peer has started again. This end keeps its life: if both ends took new ones, they would
   * keep asking each other.
   *
   * @param former what {@link #onClosed} returned for the session
   */
  public void onBegunAnew(Session session, @Nullable Link former) {
    if (former == null) {
      onEstablished(session);
      return;
    }
    Link link = table.put(session, former.life(), engine.now().bootNanos());
    link.continueFrom(former);
    begin(link, false);
  }

  private void begin(Link link, boolean wasUp) {
    Session session = link.session();
    if (requests.wasOnDemand(session.peer())) {
      link.set(LinkReason.ON_DEMAND, true);
    }
    statuses.announce(link);
    onPath(link, wasUp);
    if (link.endpoint() == null) {
      requests.prober().begin(session);
    }
    if (!link.isUp()) {
      listener.onSession(link);
      distant.expectLink(link);
    }
  }

  private void onSettled(Link link) {
    if (link.isUp()) {
      engine.counters().increment(OverlayCounter.LINK_LAST_RESORT);
      // First of all, so that the other end accepts what follows.
      statuses.refresh(link);
      onUp(link);
    } else {
      refresh();
      listener.onDistant(link);
    }
  }

  /** A session uses another path. */
  public void onPathChanged(Session session, Path previous) {
    Link link = table.find(session.peer());
    if (link != null) {
      if (previous instanceof DirectPath && !Prober.isDirect(session)) {
        requests.onPathLost(session.peer());
      }
      link.replaceSession(session);
      if (session.path() instanceof PublicOverlayPath) {
        // Nobody moves there who has anything better: it is a link at once, not after a while.
        link.setSettled();
      }
      onPath(link, table.isLinked(session.peer()));
      distant.tell(link);
      statuses.announce(link);
    }
  }

  private void onPath(Link link, boolean wasUp) {
    if (link.endpoint() != null) {
      requests.onReached(link);
    }
    if (link.isUp() && !wasUp) {
      onUp(link);
    } else if (!link.isUp() && wasUp) {
      refresh();
      listener.onLinkDown(link);
      distant.expectLink(link);
    }
  }

  private void onUp(Link link) {
    departed.onReached(link.peer(), engine.now().bootNanos());
    requests.connector().reasonsFor(link.peer()).forEach(reason -> link.set(reason, true));
    link.set(LinkReason.SIBLING, false);
    refresh();
    listener.onLinkUp(link);
    statuses.announce(link);
  }

  /**
   * A session is over.
   *
   * @param gone whether the peer is no longer there; if so, others may have gone with it
   * @return the former link
   */
  public @Nullable Link onClosed(Session session, boolean gone) {
    Link link = table.find(session.peer());
    if (link == null || link.session() != session) {
      return null;
    }
    table.remove(session.peer());
    statuses.forget(link);
    requests.prober().forget(session.peer());
    distant.forget(link);
    if (gone) {
      departed.onDead(session.peer(), engine.now().bootNanos());
      table.tellLossListeners(session.peer());
      table.linked().forEach(other -> other.session().check());
    }
    refresh();
    listener.onLinkDown(link);
    return link;
  }

  /** A handshake of this end has failed. */
  public void onHandshakeFailed(Path path, @Nullable NodeId expected) {
    boolean goesOn =
        path instanceof OverlayPath
            && expected != null
            && requests.connector().openPublicly(expected);
    if (expected != null && !goesOn) {
      requests.connector().onNoLink(expected);
    }
  }

  /** A session's path no longer answers. */
  public void onPathFailing(Session session) {
    fallback.onPathFailing(session);
  }

  /** A neighbour is gone, and no longer relays. */
  public void onRelayGone(NodeId relay) {
    fallback.onRelayGone(relay);
  }

  /** Handles a MOVED_TO message. */
  public void onMovedTo(Session session, byte[] message) {
    roaming.onMessage(session, message);
  }

  /** Handles a LINK_STATUS message. */
  public void onStatus(Session session, byte[] message) {
    Link link = table.find(session.peer());
    if (link == null) {
      return;
    }
    LinkStatus status = statuses.parse(message);
    if (status == null) {
      return;
    }
    if (link.isFromAnotherLife(status)) {
      if (!link.mayBeginAnew(engine.now().bootNanos())) {
        engine.counters().increment(OverlayCounter.DROPPED_LINK_STATUS_LIVES);
        return;
      }
      link = beginAnew(link);
    }
    boolean hadJoined = link.hasPeerJoined();
    statuses.onMessage(link, status);
    if (status.lastResort()) {
      distant.onPeerSettled(link);
    }
    if (link.hasPeerJoined() != hadJoined) {
      // From now on it counts among the nodes closest to a key, or no longer does.
      table.tellSiblingListeners();
    }
  }

  /**
   * The peer knows nothing of what was said on this link before, most likely because of a restart.
   */
  private Link beginAnew(Link old) {
    engine.counters().increment(OverlayCounter.LINK_BEGUN_ANEW);
    table.tellLossListeners(old.peer());
    old.session().beginAnew();
    Link link = table.find(old.peer());
    return link == null ? old : link;
  }

  /** Updates which links exist, and which peers are siblings. */
  private void refresh() {
    if (!table.refresh()) {
      return;
    }
    List<NodeId> siblings = table.siblings();
    table
        .all()
        .forEach(
            link -> statuses.setReason(link, LinkReason.SIBLING, siblings.contains(link.peer())));
    listener.onSiblingsChanged();
    table.tellSiblingListeners();
  }

  private void sweep() {
    long now = engine.now().bootNanos();
    boolean isSmall = table.all().size() <= table.density().fewLinks();
    boolean refreshStatuses = ++sweeps % REFRESH_EVERY_SWEEPS == 0;
    Set<NodeId> surplus = Surplus.of(table.all(), MAX_SESSIONS);
    for (Link link : List.copyOf(table.all())) {
      if (link.has(LinkReason.ON_DEMAND) && link.idleNanos(now) > ON_DEMAND_IDLE_NANOS) {
        statuses.setReason(link, LinkReason.ON_DEMAND, false);
      }
      distant.askToMove(link);
      requests.seekDirect(link);
      boolean unneeded = !isSmall && link.unneededNanos(now) > UNNEEDED_NANOS;
      if (unneeded || surplus.contains(link.peer())) {
        link.session().close(CloseReason.NOT_NEEDED);
      } else if (refreshStatuses) {
        statuses.refresh(link);
      }
    }
    requests.sweep(now);
    router.sweep();
    engine.setTimer(TimerName.LINK_SWEEP, this, SWEEP_NANOS, later -> sweep());
  }
}
