package net.groupvpn.lab.duels;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.DhtNode;
import net.groupvpn.overlay.dht.rpc.DhtOp;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.security.ModelSecurity;
import org.jspecify.annotations.Nullable;

/** One life of one node: drives its engine and is its messenger. */
final class Peer implements Messenger {
  final NodeId id;
  final ModelSecurity security;
  final Engine engine;
  final DhtNode dht;
  boolean isAlive = true;

  /** Caches the latest answer, because the same is asked repeatedly while one input is handled. */
  private record Nearest(NodeId viewer, NodeId key, long nanos, List<NodeId> nodes) {
    boolean isFor(NodeId otherViewer, NodeId otherKey, long now) {
      return nanos == now && key.equals(otherKey) && viewer.equals(otherViewer);
    }
  }

  private final DuelNet net;
  private final Map<PayloadKind, CarriedHandler> handlers = new EnumMap<>(PayloadKind.class);
  private final List<Runnable> siblingListeners = new ArrayList<>();
  private final List<Consumer<NodeId>> lossListeners = new ArrayList<>();

  /** The nodes with which this node has a session, and itself. */
  private final TreeSet<NodeId> view = new TreeSet<>();

  private @Nullable Liar liar;

  /** The node whose look-up is being answered: it does not hear of the nodes that it misses. */
  private @Nullable NodeId asker;

  private Nearest nearest = new Nearest(NodeId.hash(), NodeId.hash(), -1, List.of());
  private boolean hasMet;
  private long wakeNanos = Long.MAX_VALUE;

  Peer(DuelNet net, ModelSecurity security) {
    this.net = net;
    this.id = security.nodeId();
    this.security = security;
    view.add(id);
    engine = new Engine(net.random.split(), net.now());
    dht = new DhtNode(engine, security, this, net.times);
  }

  /** That liar answers in its place from now on. */
  void patch(Liar with) {
    liar = with;
  }

  boolean isHonest() {
    return liar == null;
  }

  /** Runs a command on the node, and handles its outputs. */
  void act(Consumer<DhtNode> command) {
    engine.enter(net.now());
    command.accept(dht);
    drain();
  }

  private void drain() {
    for (Output output = engine.pollOutput(); output != null; output = engine.pollOutput()) {
      if (output instanceof Output.DoWork doWork) {
        Work<?> work = doWork.work();
        work.run();
        engine.onWorkDone(net.now(), work);
      }
    }
    long next = engine.nextTimeoutNanos();
    if (next < wakeNanos) {
      wakeNanos = next;
      net.after(Math.max(0, next - net.nanos()), () -> wake(next));
    }
  }

  private void wake(long scheduledNanos) {
    if (scheduledNanos != wakeNanos || !isAlive) {
      return;
    }
    wakeNanos = Long.MAX_VALUE;
    engine.onTimeout(net.now());
    drain();
  }

  void receive(OverlayPath source, NodeId target, PayloadKind kind, byte[] payload) {
    CarriedHandler handler = handlers.get(kind);
    if (!isAlive || handler == null) {
      return;
    }
    Liar patched = liar;
    if (patched != null && kind == PayloadKind.DHT_REQUEST) {
      patched.onRequest(this, source.node(), payload);
      return;
    }
    if (kind == PayloadKind.DHT_REQUEST && isLookup(payload)) {
      asker = source.node();
    }
    act(node -> handler.onRouted(source, target, source.node(), payload));
    asker = null;
  }

  private static boolean isLookup(byte[] request) {
    int op = request[Long.BYTES] & Wiretap.OP_MASK;
    return op == DhtOp.FIND.code() || op == DhtOp.FIND_PROVED.code();
  }

  // The view.

  /** Meets all living nodes now. */
  void meetAll() {
    net.peers.forEach(
        other -> {
          if (other.isAlive && net.misses.haveSession(id, other.id)) {
            view.add(other.id);
          }
        });
    join();
  }

  /** The sibling list is closed. */
  void join() {
    hasMet = true;
    changeView(() -> {});
  }

  /** A link is up; an existing one belongs to an earlier life of the other node. */
  void meet(NodeId other) {
    if (net.misses.haveSession(id, other)) {
      changeView(
          () -> {
            if (!view.add(other)) {
              lossListeners.forEach(listener -> listener.accept(other));
            }
          });
    }
  }

  /** A peer has died or left. */
  void miss(NodeId other) {
    if (view.contains(other)) {
      changeView(
          () -> {
            view.remove(other);
            lossListeners.forEach(listener -> listener.accept(other));
          });
    }
  }

  private void changeView(Runnable change) {
    if (isAlive) {
      act(
          node -> {
            change.run();
            nearest = new Nearest(id, id, -1, List.of());
            siblingListeners.forEach(Runnable::run);
          });
    }
  }

  // The messenger.

  @Override
  public NodeId self() {
    return id;
  }

  @Override
  public boolean isJoined() {
    return hasMet;
  }

  @Override
  public boolean isAcquainted(NodeId node) {
    return view.contains(node);
  }

  @Override
  public @Nullable String memberOf(NodeId peer) {
    return view.contains(peer) ? net.memberOf(peer) : null;
  }

  @Override
  public List<NodeId> closestKnown(NodeId key, int count) {
    NodeId viewer = asker == null ? id : asker;
    if (!nearest.isFor(viewer, key, net.nanos())) {
      nearest = new Nearest(viewer, key, net.nanos(), find(viewer, key));
    }
    List<NodeId> found = nearest.nodes;
    return found.size() <= count ? found : found.subList(0, count);
  }

  private List<NodeId> find(NodeId viewer, NodeId key) {
    List<NodeId> found = new ArrayList<>(view.size());
    for (NodeId node : view) {
      boolean isSure = node.equals(id) || node.equals(viewer);
      if (isSure || net.misses.isFound(viewer, node, key, net.nanos())) {
        found.add(node);
      }
    }
    found.sort(key::compareDistance);
    return found;
  }

  @Override
  public void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload) {
    if (kind == PayloadKind.DHT_REQUEST) {
      net.wiretap.onRequest(id, destination.node(), payload);
    }
    net.send(this, destination.node(), destination.node(), kind, payload);
  }

  @Override
  public void sendClosest(NodeId key, PayloadKind kind, byte[] payload) {
    net.send(this, closestKnown(key, 1).get(0), key, kind, payload);
  }

  @Override
  public void handleCarried(PayloadKind kind, CarriedHandler handler) {
    handlers.put(kind, handler);
  }

  @Override
  public void onSiblingsChanged(Runnable listener) {
    siblingListeners.add(listener);
  }

  @Override
  public void onPeerLost(Consumer<NodeId> listener) {
    lossListeners.add(listener);
  }
}
