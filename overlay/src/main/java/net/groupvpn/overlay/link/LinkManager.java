package net.groupvpn.overlay.link;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.engine.Engine;
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
 * Gets, keeps and closes links. Each session has reasons at both ends; it is closed once neither
 * end has had one for a while.
 */
public final class LinkManager implements Connector.Outcome {
  /** How long a session that nobody needs is kept. */
  static final long UNNEEDED_NANOS = 15_000_000_000L;

  /** How long after the last traffic a link is kept on demand. */
  public static final long ON_DEMAND_IDLE_NANOS = 300_000_000_000L;

  /** Sessions at once; further ones that only the other end wants are closed. */
  static final int MAX_SESSIONS = 1_024;

  /**
   * So many links are kept without a reason: in a small network everybody stays linked with
   * everybody, and who is among the closest to a key does not change.
   */
  public static final int FEW_LINKS = 16;

  private static final long SWEEP_NANOS = 5_000_000_000L;
  private static final int REFRESH_EVERY_SWEEPS = 6;

  private final Engine engine;
  private final Sessions sessions;
  private final Router router;
  private final LinkTable table;
  private LinkListener listener = new LinkListener() {};
  private final OwnCandidates candidates;
  private final Unreachable unreachable = new Unreachable();
  private final Departed departed = new Departed();
  private final OnDemandWishes onDemand = new OnDemandWishes();
  private final Prober prober;
  private final DistantWatch distant;
  private final Connector connector;
  private final StatusExchange statuses;
  private final RoamingSignal roaming;
  private final PublicFallback fallback;
  private long sweeps;

  /** {@code rules} say which endpoints are offered and tried. */
  public LinkManager(
      Engine engine, Sessions sessions, Router router, LinkTable table, EndpointRules rules) {
    this.engine = engine;
    this.sessions = sessions;
    this.router = router;
    this.table = table;
    this.candidates = new OwnCandidates(engine, rules, table::isIsolated);
    this.prober =
        new Prober(engine, sessions, table, rules, candidates::provedMapping, this::onNoDirectPath);
    this.distant = new DistantWatch(engine, table, this::onSettled);
    this.connector = new Connector(engine, sessions, router, prober, candidates, this);
    this.statuses = new StatusExchange(engine, table, candidates);
    this.fallback = new PublicFallback(table);
    this.roaming = new RoamingSignal(engine, sessions, table, candidates, rules);
    new ConnectResponder(engine, router, table, connector, prober, statuses);
  }

  /** Begins to look after links and to tell {@code joiner} about them. */
  public void start(LinkListener joiner) {
    listener = joiner;
    engine.setTimer(TimerName.LINK_SWEEP, this, SWEEP_NANOS, now -> sweep());
  }

  /** Where this node says that it may be reached. */
  public OwnCandidates candidates() {
    return candidates;
  }

  /**
   * Sets at which ports of routers this node can be reached, none at first. Peers that are not
   * reached directly are told of new ones at once.
   */
  public void setMappedCandidates(List<Endpoint> endpoints) {
    if (candidates.setMapped(endpoints) && !endpoints.isEmpty()) {
      unreachable.clear();
      List.copyOf(table.all()).forEach(this::seekDirect);
    }
  }

  /** Lets it search for holes in NATs with many probes; not at first. */
  public void enablePunching() {
    prober.enablePunching();
  }

  /**
   * Asks for a link with {@code peer}, unless that is under way or failed lately.
   *
   * @param via a neighbour that has a link with it, or null
   */
  public void connect(NodeId peer, LinkReason reason, @Nullable NodeId via) {
    Link link = table.find(peer);
    if (link != null && link.isUp()) {
      setReason(link, reason, true);
    } else if (!connector.isTrying(peer) && !isUnreachable(peer)) {
      connector.toNode(peer, reason, via, 0);
    }
  }

  /** Asks for a link with a sibling that one member alone names, if there is room for such. */
  public void connectOnHearsay(NodeId peer, @Nullable NodeId via) {
    if (!connector.isTrying(peer) && !isUnreachable(peer)) {
      connector.onHearsay(peer, LinkReason.SIBLING, via);
    }
  }

  /**
   * Asks for a link with the node closest to {@code key}.
   *
   * @param through the neighbour to begin with, or null for greedy routing from here
   */
  public void connectClosest(NodeId key, LinkReason reason, @Nullable NodeId through) {
    if (!connector.isSeeking(key)) {
      connector.toClosest(key, reason, through);
    }
  }

  /** Asks for a session with {@code peer} over the overlay at once, and for a link. */
  public void connectOnDemand(NodeId peer) {
    if (peer.equals(router.self())) {
      return;
    }
    Link link = table.find(peer);
    if (link != null) {
      link.touch(engine.now().bootNanos());
      setReason(link, LinkReason.ON_DEMAND, true);
    } else if (onDemand.add(peer, engine.now().bootNanos())) {
      sessions.open(new OverlayPath(peer, null), peer);
    }
    if (link == null || !link.isUp()) {
      connect(peer, LinkReason.ON_DEMAND, null);
    }
  }

  /** This machine's addresses have changed: what did not work before may work now. */
  public void onNetworkChanged() {
    unreachable.clear();
    candidates.forgetObserved();
    List.copyOf(table.all()).forEach(this::seekDirect);
    roaming.onNetworkChanged();
  }

  /** Whether a link with {@code peer} failed lately, so that it should be left alone. */
  public boolean isUnreachable(NodeId peer) {
    return unreachable.isPaused(peer, engine.now().bootNanos());
  }

  /** Whether the session with {@code peer} died lately, so that others who name it may be wrong. */
  public boolean isDeparted(NodeId peer) {
    return departed.contains(peer, engine.now().bootNanos());
  }

  /** Somebody no longer names {@code peer}: finds out soon whether it is still there. */
  public void check(NodeId peer) {
    Link link = table.find(peer);
    if (link != null) {
      link.session().check();
    }
  }

  /** The requests for links that are under way. */
  public Connector connector() {
    return connector;
  }

  /** Sets or drops a reason of this end, and tells the other. */
  public void setReason(Link link, LinkReason reason, boolean wanted) {
    if (link.set(reason, wanted)) {
      statuses.announce(link);
    }
  }

  /** Tells all peers whether this node has joined. */
  public void announceJoined() {
    table.all().forEach(statuses::announce);
  }

  /** A session can be used. */
  public void onEstablished(Session session) {
    Link known = table.find(session.peer());
    boolean wasUp = known != null && table.isLinked(session.peer());
    int life = engine.random().nextInt();
    begin(table.put(session, life, engine.now().bootNanos()), wasUp);
  }

  /**
   * The peer has begun anew. This end's life goes on: if both ends had new ones, they would go on
   * asking each other.
   *
   * @param former what {@link #onClosed} has answered for the session
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
    if (onDemand.take(session.peer())) {
      link.set(LinkReason.ON_DEMAND, true);
    }
    statuses.announce(link);
    onPath(link, wasUp);
    if (link.endpoint() == null) {
      prober.begin(session);
    }
    if (!link.isUp()) {
      listener.onSession(link);
      distant.expectLink(link);
    }
  }

  private void onSettled(Link link) {
    if (link.isUp()) {
      engine.counters().increment("link.last_resort");
      // First of all, so that the other end takes what follows.
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
        unreachable.onPathLost(session.peer(), engine.now().bootNanos());
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
      onReached(link);
    }
    if (link.isUp() && !wasUp) {
      onUp(link);
    } else if (!link.isUp() && wasUp) {
      refresh();
      listener.onLinkDown(link);
      distant.expectLink(link);
    }
  }

  /** There is a direct path: nobody needs to look for one. */
  private void onReached(Link link) {
    unreachable.onReached(link.peer());
    prober.forget(link.peer());
    connector.onLinkUp(link.peer()).forEach(reason -> link.set(reason, true));
  }

  private void onUp(Link link) {
    departed.onReached(link.peer(), engine.now().bootNanos());
    connector.reasonsFor(link.peer()).forEach(reason -> link.set(reason, true));
    link.set(LinkReason.SIBLING, false);
    refresh();
    listener.onLinkUp(link);
    statuses.announce(link);
  }

  /**
   * A session is over.
   *
   * @param gone whether the peer is no longer there; if so, others may have gone with it
   * @return the link that it was
   */
  public @Nullable Link onClosed(Session session, boolean gone) {
    Link link = table.find(session.peer());
    if (link == null || link.session() != session) {
      return null;
    }
    table.remove(session.peer());
    statuses.forget(link);
    prober.forget(session.peer());
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

  /** A handshake of this end failed. */
  public void onHandshakeFailed(Path path, @Nullable NodeId expected) {
    boolean goesOn =
        path instanceof OverlayPath && expected != null && connector.openPublicly(expected);
    if (expected != null && !goesOn) {
      connector.onNoLink(expected);
    }
  }

  /** A session's path answers no more. */
  public void onPathFailing(Session session) {
    fallback.onPathFailing(session);
  }

  /** A neighbour is gone, and relays nothing any more. */
  public void onRelayGone(NodeId relay) {
    fallback.onRelayGone(relay);
  }

  /** Takes a MOVED_TO message. */
  public void onMovedTo(Session session, byte[] message) {
    roaming.onMessage(session, message);
  }

  /** Takes a LINK_STATUS message. */
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
        engine.counters().increment("dropped.link_status.lives");
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
      // It counts among the closest to a key from now on, or no longer.
      table.tellSiblingListeners();
    }
  }

  /** The peer knows nothing of what was said on this link before, most likely after a restart. */
  private Link beginAnew(Link old) {
    engine.counters().increment("link.begun_anew");
    table.tellLossListeners(old.peer());
    old.session().beginAnew();
    Link link = table.find(old.peer());
    return link == null ? old : link;
  }

  private void onNoDirectPath(NodeId peer) {
    engine.counters().increment("link.no_direct_path");
    connector.onNoLink(peer);
    if (!isUnreachable(peer)) {
      pause(peer);
    }
  }

  private void pause(NodeId peer) {
    long now = engine.now().bootNanos();
    if (table.find(peer) == null) {
      unreachable.onFailed(peer, now);
    } else {
      unreachable.onNoPath(peer, now);
    }
  }

  @Override
  public void onAnswered(Attempt attempt, NodeId by) {
    Link link = table.find(by);
    if (link != null && link.isUp()) {
      boolean isDone = link.endpoint() != null;
      List<LinkReason> asked = isDone ? connector.onLinkUp(by) : connector.reasonsFor(by);
      asked.forEach(reason -> setAskedReason(link, reason));
    }
    if (attempt.closest) {
      listener.onClosestAnswered(attempt.target, by);
    }
  }

  @Override
  public void onFailed(Attempt attempt) {
    NodeId peer = attempt.peer;
    if (peer != null) {
      pause(peer);
    }
    listener.onConnectFailed(attempt.target);
  }

  /** Being a sibling is a matter of distance alone, not of having been asked for. */
  private void setAskedReason(Link link, LinkReason reason) {
    if (reason != LinkReason.SIBLING) {
      setReason(link, reason, true);
    }
  }

  /** Takes note of which links there are, and who is a sibling. */
  private void refresh() {
    if (!table.refresh()) {
      return;
    }
    List<NodeId> siblings = table.siblings();
    table
        .all()
        .forEach(link -> setReason(link, LinkReason.SIBLING, siblings.contains(link.peer())));
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
        setReason(link, LinkReason.ON_DEMAND, false);
      }
      distant.askToMove(link);
      seekDirect(link);
      boolean unneeded = !isSmall && link.unneededNanos(now) > UNNEEDED_NANOS;
      if (unneeded || surplus.contains(link.peer())) {
        link.session().close(CloseReason.NOT_NEEDED);
      } else if (refreshStatuses) {
        statuses.refresh(link);
      }
    }
    onDemand.sweep(now);
    router.sweep();
    engine.setTimer(TimerName.LINK_SWEEP, this, SWEEP_NANOS, later -> sweep());
  }

  /** As long as the link is wanted and goes another way, asks for candidates again and again. */
  private void seekDirect(Link link) {
    Set<LinkReason> wanted = link.reasons();
    NodeId peer = link.peer();
    if (link.endpoint() == null
        && !wanted.isEmpty()
        && !connector.isTrying(peer)
        && !isUnreachable(peer)) {
      statuses.refresh(link);
      connector.toNode(peer, Collections.min(wanted), null, 0);
    }
  }
}
