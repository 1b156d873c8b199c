package net.groupvpn.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.node.DhtFactory;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.node.PeerStatus;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.virtual.Kernel;
import net.groupvpn.overlay.virtual.SimulatedHost;
import net.groupvpn.overlay.virtual.SimulatedStreams;
import org.jspecify.annotations.Nullable;

/** One host with the real node. Keeps its ID across restarts. */
public final class SimulatedMachine {
  private static final byte[] REALM = {0, 0, 0, 0, 's', 'i', 'm', '1'};
  private static final long NEVER = -1;

  private final SimulatedHost host;
  private final NodeId id;
  private final Supplier<Security> security;
  private final LinkDensity density;
  private final boolean hasStreams;
  private final List<NodeObserver> observers = new ArrayList<>();
  private @Nullable OverlayNode node;
  private @Nullable Engine engine;
  private long startedNanos;
  private long joinedNanos = NEVER;
  private int starts;

  /** {@code hasStreams}: whether nodes tell each other where they accept TCP connections. */
  SimulatedMachine(
      SimulatedHost host, Supplier<Security> security, LinkDensity density, boolean hasStreams) {
    this.hasStreams = hasStreams;
    this.host = host;
    this.security = security;
    this.id = security.get().nodeId();
    this.density = density;
  }

  /** Called for every node that is made, before it starts, to add handlers and listeners. */
  public interface NodeObserver {
    void onNode(SimulatedMachine machine, OverlayNode node);
  }

  /** Adds an observer of future nodes. */
  public void observe(NodeObserver observer) {
    observers.add(observer);
  }

  /** The host. */
  public SimulatedHost host() {
    return host;
  }

  /** Its number. */
  public int number() {
    return host.number();
  }

  /** The node's ID. */
  public NodeId id() {
    return id;
  }

  /** The node that runs here. */
  public OverlayNode node() {
    if (node == null) {
      throw new IllegalStateException("no node runs on host " + number());
    }
    return node;
  }

  /** The engine of the node that was started last, for services beside it. */
  public Engine engine() {
    if (engine == null) {
      throw new IllegalStateException("no node was started on host " + number());
    }
    return engine;
  }

  /** Whether a node runs here. */
  public boolean isUp() {
    return node != null;
  }

  /** Whether a node runs here and has joined others; a single node in the world counts, too. */
  public boolean hasJoined() {
    return node != null
        && node.isJoined()
        && (!node.isAlone() || host.kernel().hosts().size() == 1);
  }

  /** How long the last start took to join, in virtual milliseconds; negative if it has not. */
  public double joinMillis() {
    return joinedNanos == NEVER
        ? NEVER
        : (joinedNanos - startedNanos) / (double) Kernel.NANOS_PER_MILLI;
  }

  /** Starts a node, in place of one that ran before. */
  public void start() {
    starts++;
    startedNanos = host.kernel().nanos();
    joinedNanos = NEVER;
    host.start(this::create);
  }

  /** Removes the node without notice. */
  public void kill() {
    host.stop();
    node = null;
  }

  /** Makes the node leave properly, and removes it. */
  public void leave() {
    OverlayNode leaving = node();
    command(leaving::leave);
    kill();
  }

  /** Number of starts of a node here. */
  public int starts() {
    return starts;
  }

  /** Runs a command on the node, and handles its outputs. */
  public void command(Runnable command) {
    host.command(command);
  }

  /** Peers with a link, ordered by node ID. */
  public List<NodeId> links() {
    return node().status().peers().stream()
        .filter(peer -> peer.path().isLinkCapable())
        .map(PeerStatus::id)
        .toList();
  }

  /** Peers with a direct path, ordered by node ID. */
  public List<NodeId> legs() {
    return node().status().peers().stream()
        .filter(peer -> peer.path().isLeg())
        .map(PeerStatus::id)
        .toList();
  }

  private EngineCore create(SimulatedHost itself) {
    Engine itsEngine = new Engine(itself.random(), itself.kernel().now());
    engine = itsEngine;
    OverlayNode made =
        new OverlayNode(
            itsEngine, new IndexAllocator(), REALM, security.get(), density, DhtFactory.STANDARD);
    made.attachment().setLocalCandidates(List.of(itself.endpoint()));
    made.links().enablePunching();
    if (hasStreams) {
      made.attachment().setStreamCandidates(List.of(SimulatedStreams.endpointOf(number())));
    }
    for (int seed = 0; seed < World.SEEDS; seed++) {
      if (seed != number() && seed < itself.kernel().hosts().size()) {
        addSeed(made, seed);
      }
    }
    made.addListener(new JoinWatch(made));
    observers.forEach(observer -> observer.onNode(this, made));
    node = made;
    made.start();
    return made;
  }

  private void addSeed(OverlayNode made, int seed) {
    made.addSeed(Kernel.endpointOf(seed));
    if (hasStreams) {
      made.addSeed(new StreamPath(SimulatedStreams.endpointOf(seed)), null);
    }
  }

  /** Records when the node has joined others. */
  private final class JoinWatch implements Overlay.Listener {
    private final OverlayNode watched;

    JoinWatch(OverlayNode watched) {
      this.watched = watched;
    }

    @Override
    public void onJoined() {
      if (joinedNanos == NEVER && (!watched.isAlone() || host.kernel().hosts().size() == 1)) {
        joinedNanos = host.kernel().nanos();
      }
    }
  }
}
