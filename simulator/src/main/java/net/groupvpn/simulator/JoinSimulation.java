package net.groupvpn.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.loopback.LoopbackConditions;
import net.groupvpn.overlay.loopback.LoopbackHost;
import net.groupvpn.overlay.loopback.LoopbackNetwork;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.time.Now;

/**
 * Nodes that start one after the other, with the first as their seed, on a network with 5 to 50 ms
 * of delay each way. When all have joined and settled, random routes are followed link by link, as
 * each node on the way would choose the next one.
 */
final class JoinSimulation {
  private static final byte[] REALM = {0, 0, 0, 0, 's', 'i', 'm', '1'};
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SETTLING = Duration.ofSeconds(60);
  private static final int ROUTES_PER_NODE = 10;
  private static final int MAX_HOPS = 64;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int count;
  private final long seed;
  private final Progress progress;
  private final LoopbackNetwork network;
  private final List<OverlayNode> nodes = new ArrayList<>();
  private final Map<NodeId, OverlayNode> byId = new HashMap<>();
  private final List<Long> joinNanos = new ArrayList<>();
  private long lastJoinNanos;

  JoinSimulation(int count, long seed, Progress progress) {
    this.count = count;
    this.seed = seed;
    this.progress = progress;
    this.network = new LoopbackNetwork(seed, LoopbackConditions.good());
  }

  JoinResult run() {
    long startNanos = network.now().bootNanos();
    lastJoinNanos = startNanos;
    for (int i = 0; i < count; i++) {
      network.add(this::start);
      network.runFor(BETWEEN_STARTS);
    }
    network.runUntil(() -> joinNanos.size() == count, PATIENCE);
    network.runFor(SETTLING);
    List<Integer> hops = followRoutes(new SplittableRandom(seed));
    return new JoinResult(
        count,
        seed,
        (int) nodes.stream().filter(OverlayNode::isJoined).count(),
        Summary.of(nodes.stream().mapToLong(n -> n.status().peers().size()).toArray()),
        count * ROUTES_PER_NODE,
        hops.size(),
        Summary.of(hops.stream().mapToLong(Integer::longValue).toArray()),
        Summary.of(joinMillis().toArray()),
        (lastJoinNanos - startNanos) / NANOS_PER_MILLI);
  }

  private LongStream joinMillis() {
    return joinNanos.stream().mapToLong(nanos -> nanos / NANOS_PER_MILLI);
  }

  private OverlayNode start(LoopbackHost host, Now now) {
    ModelSecurity security = new ModelSecurity(NodeId.random(host.random()));
    Engine engine = new Engine(host.random(), now);
    OverlayNode node = new OverlayNode(engine, new IndexAllocator(), REALM, security);
    node.setLocalCandidates(List.of(host.endpoint()));
    if (host.number() > 0) {
      node.addSeed(LoopbackNetwork.endpointOf(0));
    }
    node.addListener(new JoinWatch(now.bootNanos()));
    nodes.add(node);
    byId.put(node.self(), node);
    node.start();
    return node;
  }

  /** The lengths of the routes that arrive. */
  private List<Integer> followRoutes(SplittableRandom random) {
    List<Integer> hops = new ArrayList<>();
    for (OverlayNode from : nodes) {
      for (int i = 0; i < ROUTES_PER_NODE; i++) {
        OverlayNode to = nodes.get(random.nextInt(count));
        int length = follow(from, to.self());
        if (length >= 0) {
          hops.add(length);
        }
      }
    }
    return hops;
  }

  private int follow(OverlayNode from, NodeId destination) {
    OverlayNode at = from;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      if (at.self().equals(destination)) {
        return hops;
      }
      OverlayNode next = byId.get(at.messenger().closestKnown(destination, 1).get(0));
      if (next == null || next == at) {
        return -1;
      }
      at = next;
    }
    return -1;
  }

  /** Notes when one node has joined for the first time. */
  private final class JoinWatch implements Overlay.Listener {
    private final long startNanos;
    private boolean isDone;

    JoinWatch(long startNanos) {
      this.startNanos = startNanos;
    }

    @Override
    public void onJoined() {
      if (!isDone) {
        isDone = true;
        lastJoinNanos = network.now().bootNanos();
        joinNanos.add(lastJoinNanos - startNanos);
        progress.update(joinNanos.size());
      }
    }
  }
}
