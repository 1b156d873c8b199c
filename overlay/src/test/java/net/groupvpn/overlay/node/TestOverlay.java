package net.groupvpn.overlay.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.link.SiblingList;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.NatType;
import net.groupvpn.overlay.virtual.NetworkConditions;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.virtual.SimulatedHost;

/**
 * Nodes of one overlay on a virtual network; node 0 is the others' seed unless a test says
 * otherwise.
 *
 * <pre>
 *   node 0 (seed)   node 1   node 2 ...
 *        \            |        /
 *         ScenarioNetwork (delay, loss, parts, boxes, virtual time)
 * </pre>
 */
final class TestOverlay {
  static final byte[] REALM = {1, 2, 3, 4, 5, 6, 7, 8};

  final ScenarioNetwork network;
  final List<OverlayNode> nodes = new ArrayList<>();
  final Map<NodeId, NodeId> received = new HashMap<>();
  private final Map<NodeId, Engine> engines = new HashMap<>();
  private LinkDensity density = LinkDensity.STANDARD;
  private Function<NodeId, Security> securities = ModelSecurity::new;

  TestOverlay(long seed, NetworkConditions conditions) {
    network = new ScenarioNetwork(seed, conditions);
  }

  TestOverlay(long seed) {
    this(seed, NetworkConditions.perfect());
  }

  /** Nodes that are added later have this density of links. */
  TestOverlay withDensity(LinkDensity changed) {
    density = changed;
    return this;
  }

  /** Nodes that are added later use this security. */
  TestOverlay withSecurity(Function<NodeId, Security> changed) {
    securities = changed;
    return this;
  }

  /** Adds nodes that start from node 0, at intervals of 20 ms. */
  TestOverlay grow(int count) {
    for (int i = 0; i < count; i++) {
      add(node -> node.addSeed(Kernel.endpointOf(0)), true);
      network.runFor(Duration.ofMillis(20));
    }
    return this;
  }

  /** Adds and starts one node. */
  OverlayNode add(Consumer<OverlayNode> setUp, boolean withCandidates) {
    network.add(
        host -> {
          OverlayNode node = create(host);
          if (withCandidates) {
            node.attachment().setLocalCandidates(List.of(host.endpoint()));
          }
          nodes.add(node);
          setUp.accept(node);
          node.start();
          return node;
        });
    return nodes.get(nodes.size() - 1);
  }

  /** Adds a node without candidates of its own that only answers can reach. */
  OverlayNode addFiltered(Consumer<OverlayNode> setUp) {
    return addBehind(NatType.FIREWALL, setUp);
  }

  /** Adds a node without candidates of its own behind a box. */
  OverlayNode addBehind(NatType box, Consumer<OverlayNode> setUp) {
    network.add(
        box,
        host -> {
          OverlayNode node = create(host);
          nodes.add(node);
          setUp.accept(node);
          node.start();
          return node;
        });
    return nodes.get(nodes.size() - 1);
  }

  OverlayNode node(NodeId id) {
    return nodes.stream().filter(node -> node.self().equals(id)).findFirst().orElseThrow();
  }

  /** Restarts all nodes at the same moment, with their IDs and the peers that they remember. */
  void restartAll() {
    List<OverlayNode> before = List.copyOf(nodes);
    before.forEach(this::kill);
    for (int i = 0; i < before.size(); i++) {
      restart(i, before.get(i).joiner().recentEndpoints());
    }
  }

  /** Restarts one killed node with its ID; it knows the seed and {@code seeds}. */
  OverlayNode restart(int number, List<Endpoint> seeds) {
    OverlayNode old = nodes.get(number);
    network
        .hosts()
        .get(number)
        .start(
            host -> {
              OverlayNode node = create(host, old.self());
              node.attachment().setLocalCandidates(List.of(host.endpoint()));
              node.addSeed(Kernel.endpointOf(0));
              seeds.forEach(node::addSeed);
              nodes.set(number, node);
              node.start();
              return node;
            });
    return nodes.get(number);
  }

  OverlayNode create(SimulatedHost host) {
    return create(host, NodeId.random(host.random()));
  }

  private OverlayNode create(SimulatedHost host, NodeId id) {
    Engine engine = new Engine(host.random(), host.now());
    engines.put(id, engine);
    Security security = securities.apply(id);
    OverlayNode node =
        new OverlayNode(
            engine, new IndexAllocator(), REALM, security, density, DhtFactory.STANDARD);
    node.messenger()
        .handle(
            PayloadKind.PRIVATE_FRAME,
            (source, target, payload) -> received.put(target, node.self()));
    return node;
  }

  Engine engine(OverlayNode node) {
    return Objects.requireNonNull(engines.get(node.self()));
  }

  SimulatedHost host(OverlayNode node) {
    return network.hosts().get(nodes.indexOf(node));
  }

  Endpoint endpoint(OverlayNode node) {
    return host(node).endpoint();
  }

  void kill(OverlayNode node) {
    host(node).stop();
  }

  /** The IDs of all others. */
  List<NodeId> idsBut(OverlayNode node) {
    return nodes.stream().filter(other -> other != node).map(OverlayNode::self).toList();
  }

  List<OverlayNode> alive() {
    return nodes.stream().filter(node -> host(node).isUp()).toList();
  }

  boolean allJoined() {
    return alive().stream().allMatch(OverlayNode::isJoined);
  }

  /** Whether each node's siblings equal the result of brute force. */
  boolean siblingsAreTrue() {
    List<NodeId> all = alive().stream().map(OverlayNode::self).toList();
    return alive().stream()
        .allMatch(node -> node.status().siblings().equals(SiblingList.of(node.self(), all)));
  }

  boolean settled() {
    return allJoined() && siblingsAreTrue();
  }

  NodeId closestTo(NodeId key) {
    return alive().stream().map(OverlayNode::self).min(key.byDistance()).orElseThrow();
  }

  /**
   * Sends to {@code keysPerNode} random keys from every node; returns the share that reached the
   * closest node.
   */
  double shareThatFindsTheClosest(int keysPerNode) {
    network.runFor(Duration.ofSeconds(2));
    Map<NodeId, NodeId> expected = new HashMap<>();
    for (OverlayNode node : alive()) {
      for (int i = 0; i < keysPerNode; i++) {
        NodeId key = NodeId.random(host(node).random());
        expected.put(key, closestTo(key));
        host(node)
            .command(
                () -> node.messenger().sendClosest(key, PayloadKind.PRIVATE_FRAME, key.toBytes()));
      }
    }
    network.runFor(Duration.ofSeconds(5));
    long right =
        expected.entrySet().stream()
            .filter(entry -> Objects.equals(entry.getValue(), received.get(entry.getKey())))
            .count();
    return (double) right / expected.size();
  }

  long counter(Counter counter) {
    return nodes.stream()
        .mapToLong(n -> n.status().counters().getOrDefault(counter.label(), 0L))
        .sum();
  }

  long sentBytes() {
    return network.hosts().stream().mapToLong(SimulatedHost::sentBytes).sum();
  }
}
