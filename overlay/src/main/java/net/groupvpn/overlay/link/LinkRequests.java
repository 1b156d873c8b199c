package net.groupvpn.overlay.link;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * Requests links, and direct paths for those that go another way. Leaves a peer alone after a
 * recent failure.
 */
public final class LinkRequests implements Connector.Outcome {
  private final Engine engine;
  private final NodeId self;
  private final Sessions sessions;
  private final LinkTable table;
  private final StatusExchange statuses;
  private final Prober prober;
  private final Connector connector;
  private final Unreachable unreachable = new Unreachable();
  private final OnDemandWishes onDemand = new OnDemandWishes();
  private LinkListener listener = new LinkListener() {};

  LinkRequests(
      Engine engine,
      Sessions sessions,
      Router router,
      LinkTable table,
      EndpointRules rules,
      OwnCandidates candidates,
      StatusExchange statuses) {
    this.engine = engine;
    this.self = router.self();
    this.sessions = sessions;
    this.table = table;
    this.statuses = statuses;
    this.prober =
        new Prober(engine, sessions, table, rules, candidates::provedMapping, this::onNoDirectPath);
    this.connector = new Connector(engine, sessions, router, prober, candidates, this);
  }

  void setListener(LinkListener joiner) {
    listener = joiner;
  }

  Prober prober() {
    return prober;
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

  /**
   * Asks for a link with a sibling that one member alone names, within the limit for such requests.
   */
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

  /** Asks at once for a session with {@code peer} over the overlay, and for a link. */
  public void connectOnDemand(NodeId peer) {
    if (peer.equals(self)) {
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

  /** Whether a link with {@code peer} failed lately, so that it should be left alone. */
  public boolean isUnreachable(NodeId peer) {
    return unreachable.isPaused(peer, engine.now().bootNanos());
  }

  /** The requests for links that are under way. */
  public Connector connector() {
    return connector;
  }

  /** Sets or drops a reason of this end, and tells the other end. */
  public void setReason(Link link, LinkReason reason, boolean wanted) {
    statuses.setReason(link, reason, wanted);
  }

  /** Whether a session with {@code peer} was requested on demand; true once. */
  boolean wasOnDemand(NodeId peer) {
    return onDemand.take(peer);
  }

  /** What failed before may work now. */
  void seekAnew() {
    unreachable.clear();
    List.copyOf(table.all()).forEach(this::seekDirect);
  }

  /** The direct path to {@code peer} is lost. */
  void onPathLost(NodeId peer) {
    unreachable.onPathLost(peer, engine.now().bootNanos());
  }

  void sweep(long nowNanos) {
    onDemand.sweep(nowNanos);
  }

  /** There is a direct path: the search for one ends. */
  void onReached(Link link) {
    unreachable.onReached(link.peer());
    prober.forget(link.peer());
    connector.onLinkUp(link.peer()).forEach(reason -> link.set(reason, true));
  }

  private void onNoDirectPath(NodeId peer) {
    engine.counters().increment(OverlayCounter.LINK_NO_DIRECT_PATH);
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

  /** Only the distance makes a sibling, not the request for one. */
  private void setAskedReason(Link link, LinkReason reason) {
    if (reason != LinkReason.SIBLING) {
      setReason(link, reason, true);
    }
  }

  /** While the link is wanted and goes another way, asks for candidates repeatedly. */
  void seekDirect(Link link) {
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
