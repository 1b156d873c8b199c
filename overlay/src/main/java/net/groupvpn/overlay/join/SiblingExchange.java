package net.groupvpn.overlay.join;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Tells siblings about each other, and asks for links with those that it hears of and that are
 * closer than some it has. Once nothing is left to ask for, the list is closed under exchange.
 */
final class SiblingExchange {
  static final long PERIOD_NANOS = 30_000_000_000L;
  private static final long CHANGE_PAUSE_NANOS = 200_000_000L;
  private static final String PERIODIC = "periodic";
  private static final String CHANGED = "changed";

  private final Engine engine;
  private final LinkManager links;
  private final LinkTable table;
  private final NodeId self;
  private final Map<NodeId, List<NodeId>> heard = new TreeMap<>();
  private final Set<NodeId> outdated = new TreeSet<>();

  SiblingExchange(Engine engine, LinkManager links, LinkTable table, NodeId self) {
    this.engine = engine;
    this.links = links;
    this.table = table;
    this.self = self;
  }

  void start() {
    engine.setTimer(TimerName.SIBLING_EXCHANGE, PERIODIC, PERIOD_NANOS, now -> repeat());
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

  /** A link has come or gone: tells those siblings for whom the peer may be a sibling, too. */
  void onLinkChange(NodeId peer) {
    Set<NodeId> near = near();
    near.add(peer);
    table.siblings().stream()
        .filter(sibling -> closestTo(sibling, near).contains(peer))
        .forEach(outdated::add);
    tellSoon();
  }

  /** Changes shortly after one another go together. */
  private void tellSoon() {
    if (!engine.isTimerSet(TimerName.SIBLING_EXCHANGE, CHANGED)) {
      engine.setTimer(
          TimerName.SIBLING_EXCHANGE, CHANGED, CHANGE_PAUSE_NANOS, now -> tellOutdated());
    }
  }

  private void tellOutdated() {
    outdated.retainAll(table.siblings());
    outdated.forEach(sibling -> send(sibling, false));
    outdated.clear();
  }

  /** Asks siblings that have told nothing yet. */
  void askUnheard() {
    table.siblings().stream()
        .filter(sibling -> !heard.containsKey(sibling))
        .forEach(sibling -> send(sibling, true));
  }

  void ask(NodeId peer) {
    send(peer, true);
  }

  void forget(NodeId peer) {
    heard.remove(peer);
  }

  /** Takes a SIBLINGS message from a peer that is near. */
  void onMessage(NodeId from, byte[] message) {
    try {
      SiblingsMessage siblings = SiblingsMessage.parse(message);
      if (!table.isNear(from)) {
        engine.counters().increment("dropped.siblings.not_near");
        return;
      }
      List<NodeId> before = heard.put(from, siblings.nodes());
      if (before != null) {
        before.stream().filter(node -> !siblings.nodes().contains(node)).forEach(links::check);
      }
      if (siblings.wantsReply()) {
        send(from, false);
      }
      askForMissing();
    } catch (WireException e) {
      engine.counters().increment("dropped.siblings.malformed");
    }
  }

  /** Whether all siblings were heard and name nobody who should be one. */
  boolean isClosed() {
    return !table.siblings().isEmpty()
        && heard.keySet().containsAll(table.siblings())
        && missing().stream().allMatch(table::isNear);
  }

  /** Whether somebody who should be a sibling could not be linked with. */
  boolean isStranded() {
    List<NodeId> pool = closestOf(known());
    return pool.stream()
        .filter(node -> !table.isLinked(node))
        .anyMatch(node -> table.isNear(node) || links.isUnreachable(node));
  }

  /** Asks for links with those who should be siblings and are not. */
  void askForMissing() {
    missing().forEach(node -> links.connect(node, LinkReason.SIBLING, whoNamed(node)));
  }

  private List<NodeId> missing() {
    Set<NodeId> pool = known();
    pool.removeIf(node -> !table.isNear(node) && links.isUnreachable(node));
    return closestOf(pool).stream().filter(node -> !table.isLinked(node)).toList();
  }

  private Set<NodeId> known() {
    Set<NodeId> known = near();
    List<NodeId> siblings = table.siblings();
    boolean isFull = siblings.size() == table.density().siblings();
    NodeId farthest = isFull ? siblings.get(siblings.size() - 1) : null;
    for (List<NodeId> named : heard.values()) {
      for (NodeId node : named) {
        // Others would not be among the closest anyway; a node with many links hears of very many.
        if (farthest == null || self.isCloser(node, farthest)) {
          known.add(node);
        }
      }
    }
    known.remove(self);
    known.removeIf(node -> !table.isNear(node) && links.isDeparted(node));
    return known;
  }

  private Set<NodeId> near() {
    Set<NodeId> near = new TreeSet<>(table.links());
    near.addAll(table.distant());
    return near;
  }

  private List<NodeId> closestOf(Set<NodeId> nodes) {
    return closestTo(self, nodes);
  }

  private List<NodeId> closestTo(NodeId center, Collection<NodeId> nodes) {
    return SiblingList.closest(center, nodes, table.density().siblings());
  }

  private @Nullable NodeId whoNamed(NodeId node) {
    return heard.entrySet().stream()
        .filter(entry -> entry.getValue().contains(node))
        .map(Map.Entry::getKey)
        .min(node.byDistance())
        .orElse(null);
  }

  private void send(NodeId peer, boolean wantsReply) {
    Set<NodeId> nodes = new LinkedHashSet<>(table.siblings());
    nodes.addAll(closestTo(peer, near()));
    nodes.remove(peer);
    List<NodeId> told = nodes.stream().limit(SiblingsMessage.MAX_NODES).toList();
    table.sendNear(peer, new SiblingsMessage(wantsReply, told).toMessage());
  }
}
