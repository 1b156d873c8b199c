package net.groupvpn.lab.figures;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;

/** Nodes with model security in virtual time; the first is the seed of all others. */
final class ModelOverlay {
  private static final byte[] REALM = {'f', 'i', 'g', 'u', 'r', 'e', 's', 1};
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ScenarioNetwork network;
  private final SplittableRandom random;
  private final List<OverlayNode> nodes = new ArrayList<>();

  ModelOverlay(long seed) {
    network = new ScenarioNetwork(seed);
    random = new SplittableRandom(seed);
  }

  /** Starts nodes one after another and waits until all have joined; returns whether they did. */
  boolean grow(int count) {
    for (int i = 0; i < count; i++) {
      network.add(this::start);
      network.runFor(BETWEEN_STARTS);
    }
    return network.runUntil(() -> nodes.stream().allMatch(OverlayNode::isJoined), PATIENCE);
  }

  private OverlayNode start(SimulatedHost host) {
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    OverlayNode node =
        new OverlayNode(
            new Engine(host.random(), host.now()), new IndexAllocator(), REALM, security);
    node.attachment().setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      node.addSeed(Kernel.endpointOf(0));
    }
    nodes.add(node);
    node.start();
    return node;
  }

  /** Runs a command on a node. */
  void command(OverlayNode node, Runnable command) {
    host(node).command(command);
  }

  void runFor(Duration duration) {
    network.runFor(duration);
  }

  /** Virtual seconds since the first node was started. */
  double seconds() {
    return network.now().bootNanos() / 1e9;
  }

  /** Kills that many nodes at once, without notice. */
  void kill(int count) {
    for (int i = 0; i < count; i++) {
      List<OverlayNode> alive = alive();
      host(alive.get(random.nextInt(alive.size()))).stop();
    }
  }

  private SimulatedHost host(OverlayNode node) {
    return network.hosts().get(nodes.indexOf(node));
  }

  List<OverlayNode> nodes() {
    return nodes;
  }

  List<OverlayNode> alive() {
    List<SimulatedHost> hosts = network.hosts();
    List<OverlayNode> alive = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (hosts.get(i).isUp()) {
        alive.add(nodes.get(i));
      }
    }
    return alive;
  }

  OverlayNode anyAlive() {
    List<OverlayNode> alive = alive();
    return alive.get(random.nextInt(alive.size()));
  }

  NodeId randomKey() {
    return NodeId.random(random);
  }

  /** The share of living nodes whose siblings equal the result of brute force. */
  double shareOfTrueSiblings() {
    List<OverlayNode> alive = alive();
    List<NodeId> all = alive.stream().map(OverlayNode::self).toList();
    long right =
        alive.stream()
            .filter(node -> node.status().siblings().equals(SiblingList.of(node.self(), all)))
            .count();
    return (double) right / alive.size();
  }

  /** The living node that is closest to a key, by brute force. */
  NodeId closestTo(NodeId key) {
    return alive().stream().map(OverlayNode::self).min(key.byDistance()).orElseThrow();
  }

  /** UDP payload sent by all nodes so far. */
  long sentBytes() {
    return network.hosts().stream().mapToLong(SimulatedHost::sentBytes).sum();
  }
}
