package net.groupvpn.overlay.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.BrokenStateException;
import net.groupvpn.overlay.id.ClosestNodes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.NetworkPlace;
import net.groupvpn.overlay.routing.Links;
import net.groupvpn.overlay.session.Session;
import org.jspecify.annotations.Nullable;

/** All sessions with their reasons; which of them are links, and which peers are siblings. */
public final class LinkTable implements Links {
  private final NodeId self;
  private final LinkDensity density;
  private final NavigableMap<NodeId, Link> all = new TreeMap<>();

  /** The same for look-ups, which happen with every message; never iterated. */
  private final Map<NodeId, Link> byId = new HashMap<>();

  private final NodeSet up = new NodeSet();
  private final NodeSet distant = new NodeSet();
  private final List<Runnable> siblingListeners = new ArrayList<>();
  private final List<Consumer<NodeId>> lossListeners = new ArrayList<>();
  private List<NodeId> siblings = List.of();
  private boolean joined;
  private boolean stranded;
  private @Nullable NodeId proxy;

  /** An empty table. */
  public LinkTable(NodeId self) {
    this(self, LinkDensity.STANDARD);
  }

  /** As above, with a density other than that of real nodes. */
  public LinkTable(NodeId self, LinkDensity density) {
    this.self = self;
    this.density = density;
  }

  /** The configured number of links. */
  public LinkDensity density() {
    return density;
  }

  /** The session with {@code peer} as this table knows it, or null. */
  public @Nullable Link find(NodeId peer) {
    return byId.get(peer);
  }

  /** What {@code peer} offers in the session itself, or null. */
  @Nullable Offer provedOffer(NodeId peer) {
    Link link = byId.get(peer);
    return link == null ? null : link.peerOffer();
  }

  @Override
  public boolean isLastResort(NodeId link) {
    Link known = byId.get(link);
    return known != null && known.isLastResort();
  }

  /** Whether all links are links of last resort. */
  boolean isIsolated() {
    return all.values().stream().allMatch(link -> link.isLastResort() || !link.isUp());
  }

  /** All sessions, ordered by node ID. */
  public Collection<Link> all() {
    return all.values();
  }

  /** The links, ordered by node ID. */
  public List<Link> linked() {
    return all.values().stream().filter(Link::isUp).toList();
  }

  /** The closest nearby peers, closest first. */
  public List<NodeId> siblings() {
    return siblings;
  }

  @Override
  public Collection<NodeId> links() {
    return up.sorted();
  }

  @Override
  public boolean isLinked(NodeId node) {
    return up.contains(node);
  }

  @Override
  public @Nullable NetworkPlace networkOf(NodeId peer) {
    Link link = byId.get(peer);
    Endpoint endpoint = link == null ? null : link.session().path().endpoint();
    return endpoint == null ? null : NetworkPlace.ofNetwork(endpoint.address());
  }

  @Override
  public Collection<NodeId> distant() {
    return distant.sorted();
  }

  /** Whether there is a link with {@code node}, or a session that replaces one. */
  public boolean isNear(NodeId node) {
    return up.contains(node) || distant.contains(node);
  }

  /** Sends to a nearby peer; ROUTED frames go over links only. */
  public void sendNear(NodeId peer, byte[] message) {
    Link known = byId.get(peer);
    if (known != null && isNear(peer)) {
      known.session().send(message);
    }
  }

  @Override
  public boolean isRestricted() {
    return stranded || !distant.sorted().isEmpty();
  }

  @Override
  public boolean hasJoined(NodeId link) {
    Link known = byId.get(link);
    return known != null && known.hasPeerJoined();
  }

  @Override
  public @Nullable String memberOf(NodeId peer) {
    Link known = byId.get(peer);
    return known == null ? null : known.session().identity().member();
  }

  @Override
  public boolean isSilent(NodeId link) {
    Link known = byId.get(link);
    return known != null && known.session().isDoubtful();
  }

  @Override
  public boolean isDoubtful(NodeId link) {
    Link known = byId.get(link);
    if (known == null) {
      return false;
    }
    Session session = known.session();
    return session.isDoubtful() || session.isDoubted() || session.isMoving();
  }

  @Override
  public void doubt(NodeId link) {
    Link known = byId.get(link);
    if (known != null && known.isUp()) {
      known.session().doubt();
    }
  }

  /** Not in a session that has just lost its direct path: its frames would return here. */
  @Override
  public void send(NodeId link, byte[] message) {
    Link known = byId.get(link);
    if (known != null && known.isUp()) {
      known.session().send(message);
    }
  }

  @Override
  public boolean isJoined() {
    return joined;
  }

  /** Sets whether this node has joined. */
  public void setJoined(boolean joined) {
    this.joined = joined;
  }

  /**
   * Sets whether greedy routing may fail to find this node, because it could not link with all
   * nodes close to it. If so, it keeps naming a proxy.
   */
  public void setStranded(boolean stranded) {
    this.stranded = stranded;
  }

  @Override
  public @Nullable NodeId proxy() {
    if (joined && !stranded) {
      return null;
    }
    if (proxy == null || !up.contains(proxy) || isDoubtful(proxy)) {
      proxy = up.sorted().isEmpty() ? null : oldestLink();
    }
    return proxy;
  }

  private NodeId oldestLink() {
    NodeId oldest = up.sorted().get(0);
    for (NodeId node : up.sorted()) {
      if (established(node) < established(oldest)) {
        oldest = node;
      }
    }
    return oldest;
  }

  private long established(NodeId node) {
    Link link = byId.get(node);
    return link == null || link.session().isDoubtful()
        ? Long.MAX_VALUE
        : link.session().establishedNanos();
  }

  @Override
  public void onSiblingsChanged(Runnable listener) {
    siblingListeners.add(listener);
  }

  @Override
  public void onPeerLost(Consumer<NodeId> listener) {
    lossListeners.add(listener);
  }

  /** Adds {@code session}; {@code life} is a fresh random number, in case the link is new. */
  Link put(Session session, int life, long nowNanos) {
    Link link = byId.get(session.peer());
    if (link == null) {
      link = new Link(session, life, nowNanos);
      byId.put(link.peer(), link);
      all.put(link.peer(), link);
    }
    link.replaceSession(session);
    return link;
  }

  /**
   * Checks that there is exactly one link for each of {@code sessions}.
   *
   * @throws BrokenStateException if not
   */
  public void verify(List<Session> sessions) {
    for (Session session : sessions) {
      Link link = byId.get(session.peer());
      if (link == null || link.session() != session || all.get(session.peer()) != link) {
        throw new BrokenStateException("a session that the table of links does not know");
      }
    }
    if (all.size() != sessions.size() || byId.size() != sessions.size()) {
      throw new BrokenStateException("a link without a session");
    }
  }

  @Nullable Link remove(NodeId peer) {
    all.remove(peer);
    return byId.remove(peer);
  }

  /** Updates which sessions are links; true if the siblings have changed. */
  boolean refresh() {
    List<NodeId> nowUp = new ArrayList<>(all.size());
    List<NodeId> nowDistant = new ArrayList<>();
    ClosestNodes closest = new ClosestNodes(self, density.siblings());
    for (Link link : all.values()) {
      boolean isUp = link.isUp();
      if (isUp || link.isDistant()) {
        (isUp ? nowUp : nowDistant).add(link.peer());
        closest.add(link.peer());
      }
    }
    up.set(nowUp);
    distant.set(nowDistant);
    List<NodeId> now = closest.toList();
    boolean changed = !now.equals(siblings);
    siblings = now;
    return changed;
  }

  void tellLossListeners(NodeId peer) {
    List.copyOf(lossListeners).forEach(listener -> listener.accept(peer));
  }

  void tellSiblingListeners() {
    List.copyOf(siblingListeners).forEach(Runnable::run);
  }
}
