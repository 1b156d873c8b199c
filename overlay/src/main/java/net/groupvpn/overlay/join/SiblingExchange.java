package net.groupvpn.overlay.join;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.ClosestNodes;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;

/**
 * Tells siblings about each other, and asks for links with nodes that it hears of and that are
 * closer than some of its siblings. Once nothing is left to ask for, the list is closed under
 * exchange.
 */
final class SiblingExchange {
  /**
   * How long a joining node waits, in total, for nodes that one member alone names. That member may
   * name nodes that do not exist, and others each time. Real nodes are linked with sooner, or
   * several members name them by then.
   */
  static final long PATIENCE_NANOS = 2_000_000_000L;

  static final long PERIOD_NANOS = 30_000_000_000L;
  private static final long CHANGE_PAUSE_NANOS = 200_000_000L;

  private final Engine engine;
  private final LinkManager links;
  private final LinkTable table;
  private final NodeId self;
  private final String member;
  private final Heard heard;
  private final Set<NodeId> outdated = new TreeSet<>();
  private final Set<NodeId> toAsk = new TreeSet<>();

  /** Since when this node, not yet joined, has waited for a node that only this member names. */
  private final Map<String, Long> waitingSinceNanos = new TreeMap<>();

  /** {@code member} owns this node; empty where nobody has an account. */
  SiblingExchange(Engine engine, LinkManager links, LinkTable table, NodeId self, String member) {
    this.engine = engine;
    this.links = links;
    this.table = table;
    this.self = self;
    this.member = member;
    this.heard = new Heard(self);
  }

  void start() {
    engine.setTimer(TimerName.SIBLING_EXCHANGE, this, PERIOD_NANOS, now -> repeat());
  }

  private void repeat() {
    table.siblings().forEach(sibling -> send(sibling, false));
    askForMissing();
    start();
  }

  /** This node's siblings have changed: tells all of them. */
  void onChange() {
    outdated.addAll(table.siblings());
    tellSoon();
  }

  /** A link has come or gone: tells those siblings for which the peer may be a sibling, too. */
  void onLinkChange(NodeId peer) {
    for (NodeId sibling : table.siblings()) {
      if (isAmongClosest(sibling, peer)) {
        outdated.add(sibling);
      }
    }
    tellSoon();
  }

  /** Whether only few of the nearby nodes are closer to {@code center} than {@code peer}. */
  private boolean isAmongClosest(NodeId center, NodeId peer) {
    if (center.equals(peer)) {
      return false;
    }
    int left = table.density().siblings() - closer(center, peer, table.links());
    return left > 0 && closer(center, peer, table.distant()) < left;
  }

  private static int closer(NodeId center, NodeId peer, Collection<NodeId> nodes) {
    int closer = 0;
    for (NodeId node : nodes) {
      if (center.isCloser(node, peer) && !node.equals(center)) {
        closer++;
      }
    }
    return closer;
  }

  /** Changes in quick succession are sent together. */
  private void tellSoon() {
    if (!engine.isTimerSet(TimerName.SIBLING_CHANGE, this)) {
      engine.setTimer(TimerName.SIBLING_CHANGE, this, CHANGE_PAUSE_NANOS, now -> tellOutdated());
    }
  }

  private void tellOutdated() {
    outdated.retainAll(table.siblings());
    outdated.forEach(sibling -> send(sibling, false));
    outdated.clear();
  }

  /** Asks siblings that have told nothing yet. */
  void askUnheard() {
    table.siblings().stream().filter(sibling -> !heard.isFrom(sibling)).forEach(this::ask);
  }

  /** At once, and once however many reasons there are: a new link mostly is a new sibling, too. */
  void ask(NodeId peer) {
    toAsk.add(peer);
    engine.setTimer(TimerName.SIBLING_ASK, this, 0, now -> askAll());
  }

  private void askAll() {
    toAsk.forEach(peer -> send(peer, true));
    toAsk.clear();
  }

  void forget(NodeId peer) {
    heard.remove(peer);
    waitingSinceNanos.remove(unitOf(peer));
  }

  /** This node has joined; if it ever joins again, the waiting time starts afresh. */
  void onJoined() {
    waitingSinceNanos.clear();
  }

  /**
   * All nodes of another member share one vote. The nodes of this node's own member have one each:
   * in a group of one member there are no others.
   */
  private String unitOf(NodeId peer) {
    String account = table.memberOf(peer);
    boolean isOne = account != null && !account.isEmpty() && !account.equals(member);
    return isOne ? "member " + account : peer.toHex();
  }

  /** Handles a SIBLINGS message from a nearby peer. */
  void onMessage(NodeId from, byte[] message) {
    try {
      SiblingsMessage siblings = SiblingsMessage.parse(message);
      if (!table.isNear(from)) {
        engine.counters().increment(OverlayCounter.DROPPED_SIBLINGS_NOT_NEAR);
        return;
      }
      List<NodeId> before = heard.put(from, siblings.nodes());
      before.stream().filter(node -> !siblings.nodes().contains(node)).forEach(links::check);
      if (siblings.wantsReply()) {
        send(from, false);
      }
      askForMissing();
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_SIBLINGS_MALFORMED);
    }
  }

  /** Whether all siblings were heard, and name no node that is missing as a sibling. */
  boolean isClosed() {
    return !table.siblings().isEmpty()
        && table.siblings().stream().allMatch(heard::isFrom)
        && missing().stream().allMatch(node -> table.isNear(node) || !isWaitedFor(node));
  }

  /** Whether some node that should be a sibling could not be linked with. */
  boolean isStranded() {
    for (NodeId node : closest(false)) {
      if (!table.isLinked(node) && (table.isNear(node) || links.requests().isUnreachable(node))) {
        return true;
      }
    }
    return false;
  }

  /** Asks for links with missing siblings; in a small network, with all nodes. */
  void askForMissing() {
    unlinked(wanted()).forEach(this::askFor);
  }

  private void askFor(NodeId node) {
    NodeId via = heard.closestWhoNamed(node);
    if (isVouchedFor(node)) {
      links.requests().connect(node, LinkReason.SIBLING, via);
    } else {
      links.requests().connectOnHearsay(node, via);
    }
  }

  /**
   * All nodes, as long as the linked nodes and those heard of are few: then all nodes agree on
   * which are closest to a key. Otherwise, or once there are too many invented names, the siblings.
   */
  private List<NodeId> wanted() {
    Set<NodeId> all = new LinkedHashSet<>(table.links());
    for (NodeId node : heard.closestFirst()) {
      if (all.size() > table.density().fewLinks()) {
        break;
      }
      if (isCandidate(node, true)) {
        all.add(node);
      }
    }
    return all.size() > table.density().fewLinks() ? wantedSiblings() : List.copyOf(all);
  }

  private List<NodeId> missing() {
    return unlinked(wantedSiblings());
  }

  private List<NodeId> wantedSiblings() {
    Set<NodeId> wanted = new LinkedHashSet<>(closest(true));
    wanted.addAll(closest(this::isVouchedFor));
    return List.copyOf(wanted);
  }

  private List<NodeId> unlinked(List<NodeId> nodes) {
    return nodes.stream().filter(node -> !table.isLinked(node)).toList();
  }

  /** Names from one member alone must not hide those that others name. */
  private boolean isVouchedFor(NodeId node) {
    return isCandidate(node, true)
        && (table.isNear(node) || heard.onlyNamerOf(node, this::unitOf) == null);
  }

  private boolean isWaitedFor(NodeId node) {
    String namer = heard.onlyNamerOf(node, this::unitOf);
    if (namer == null) {
      return true;
    }
    long now = engine.now().bootNanos();
    Long sinceNanos = waitingSinceNanos.putIfAbsent(namer, now);
    return sinceNanos == null || now - sinceNanos < PATIENCE_NANOS;
  }

  /**
   * The closest of the nearby nodes and those heard of. Of the nearby nodes only the siblings
   * matter; a node with many links hears of very many nodes, most of them farther away.
   */
  private List<NodeId> closest(boolean reachableOnly) {
    return closest(node -> isCandidate(node, reachableOnly));
  }

  private List<NodeId> closest(Predicate<NodeId> isCandidate) {
    ClosestNodes closest = new ClosestNodes(self, table.density().siblings());
    table.siblings().forEach(closest::add);
    for (NodeId node : heard.closestFirst()) {
      if (closest.isFartherThanAll(node)) {
        break;
      }
      if (isCandidate.test(node)) {
        closest.add(node);
      }
    }
    return closest.toList();
  }

  private boolean isCandidate(NodeId node, boolean reachableOnly) {
    if (node.equals(self)) {
      return false;
    }
    return table.isNear(node)
        || !(links.isDeparted(node) || (reachableOnly && links.requests().isUnreachable(node)));
  }

  private List<NodeId> closestTo(NodeId peer) {
    ClosestNodes closest = new ClosestNodes(peer, table.density().siblings());
    addOthers(table.links(), peer, closest);
    addOthers(table.distant(), peer, closest);
    return closest.toList();
  }

  private static void addOthers(Collection<NodeId> nodes, NodeId peer, ClosestNodes closest) {
    for (NodeId node : nodes) {
      if (!node.equals(peer)) {
        closest.add(node);
      }
    }
  }

  private void send(NodeId peer, boolean wantsReply) {
    Set<NodeId> nodes = new LinkedHashSet<>(table.siblings());
    nodes.addAll(closestTo(peer));
    nodes.remove(peer);
    List<NodeId> told = nodes.stream().limit(SiblingsMessage.MAX_NODES).toList();
    table.sendNear(peer, new SiblingsMessage(wantsReply, told).toMessage());
  }
}
