package net.groupvpn.overlay.dht;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.groupvpn.overlay.dht.lease.HostileReplica;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/** One node of a {@link TestNet}: drives its engine and is its messenger. */
final class TestMember implements Messenger {
  final NodeId id;
  final Engine engine;
  final DhtNode dht;
  boolean isAlive = true;
  boolean isJoined;
  int partition;

  /** The error of its wall clock. */
  Duration ahead = Duration.ZERO;

  /** How long signing and verifying take on this node. */
  Duration workTime = Duration.ZERO;

  /** Answers in place of this node; null for an honest member. */
  @Nullable HostileReplica hostile;

  private final TestNet net;
  private final Map<PayloadKind, CarriedHandler> handlers = new EnumMap<>(PayloadKind.class);
  private final List<Runnable> siblingListeners = new ArrayList<>();
  private final List<Consumer<NodeId>> lossListeners = new ArrayList<>();
  private List<NodeId> view;
  private long wakeNanos = Long.MAX_VALUE;

  TestMember(TestNet net, NodeId id) {
    this.net = net;
    this.id = id;
    this.view = List.of(id);
    this.engine = new Engine(new SplittableRandom(net.random.nextLong()), net.now());
    this.dht = new DhtNode(engine, net.securityOf(id), this, net.times);
  }

  private Now now() {
    Now right = net.now();
    return new Now(right.bootNanos(), right.wallMillis() + ahead.toMillis());
  }

  /** Runs a command on the node, and handles its outputs. */
  void act(Consumer<DhtNode> command) {
    engine.enter(now());
    command.accept(dht);
    drain();
  }

  /** Takes what came straight from its source. */
  void receive(OverlayPath source, NodeId target, PayloadKind kind, byte[] payload) {
    receive(source, target, source.node(), kind, payload);
  }

  /** Takes what the neighbour {@code carrier} has brought. */
  void receive(
      OverlayPath source, NodeId target, NodeId carrier, PayloadKind kind, byte[] payload) {
    HostileReplica patched = hostile;
    CarriedHandler handler = handlers.get(kind);
    if (isAlive && patched != null && kind == PayloadKind.DHT_REQUEST) {
      answer(patched, source.node(), payload);
    } else if (isAlive && handler != null) {
      act(node -> handler.onRouted(source, target, carrier, payload));
    }
  }

  private void answer(HostileReplica patched, NodeId asker, byte[] request) {
    byte[] answer = patched.answer(request, now().wallMillis());
    if (answer != null) {
      if (patched.hangsUp) {
        net.hangUp(this);
      }
      NodeId speaker = patched.speaksFor == null ? id : patched.speaksFor;
      net.sendAs(speaker, this, asker, PayloadKind.DHT_RESPONSE, answer);
    }
  }

  private void drain() {
    for (Output output = engine.pollOutput(); output != null; output = engine.pollOutput()) {
      if (output instanceof Output.DoWork doWork) {
        perform(doWork.work());
      }
    }
    long next = engine.nextTimeoutNanos();
    if (next < wakeNanos) {
      wakeNanos = next;
      net.after(Math.max(0, next - net.nanos()), () -> wake(next));
    }
  }

  private void perform(Work<?> work) {
    work.run();
    if (workTime.isZero()) {
      engine.onWorkDone(now(), work);
    } else {
      net.after(
          workTime.toNanos(),
          () -> {
            engine.onWorkDone(now(), work);
            drain();
          });
    }
  }

  private void wake(long scheduledNanos) {
    if (scheduledNanos != wakeNanos || !isAlive) {
      return;
    }
    wakeNanos = Long.MAX_VALUE;
    engine.onTimeout(now());
    drain();
  }

  void refreshView() {
    List<NodeId> seen =
        net.reachableFrom(this).stream().map(m -> m.id).filter(this::knows).sorted().toList();
    if (isAlive && !(isJoined && seen.equals(view))) {
      isJoined = true;
      List<NodeId> lost =
          view.stream()
              .filter(other -> !seen.contains(other) && !net.unlinked.contains(other))
              .toList();
      view = seen;
      act(
          node -> {
            lossListeners.forEach(lost::forEach);
            siblingListeners.forEach(Runnable::run);
          });
    }
  }

  /** The same pairs for the whole run. */
  private boolean knows(NodeId other) {
    if (other.equals(id)) {
      return true;
    }
    if (net.unlinked.contains(other)) {
      return false;
    }
    int hash = NodeId.hash(id.toBytes(), other.toBytes()).hashCode();
    return (hash & 0xffff) / 65_536.0 >= net.missing;
  }

  @Override
  public NodeId self() {
    return id;
  }

  @Override
  public boolean isAcquainted(NodeId node) {
    return !net.strangers;
  }

  @Override
  public boolean isJoined() {
    return isJoined;
  }

  @Override
  public void sendExact(OverlayPath destination, PayloadKind kind, byte[] payload) {
    net.send(this, destination.node(), destination.node(), kind, payload);
  }

  @Override
  public void sendClosest(NodeId key, PayloadKind kind, byte[] payload) {
    NodeId hop = closestKnown(key, 1).get(0);
    net.send(this, hop, key, kind, payload);
  }

  @Override
  public void handleCarried(PayloadKind kind, CarriedHandler handler) {
    handlers.put(kind, handler);
  }

  @Override
  public List<NodeId> closestKnown(NodeId key, int count) {
    return view.stream().sorted(key.byDistance()).limit(count).toList();
  }

  @Override
  public @Nullable String memberOf(NodeId peer) {
    return view.contains(peer) ? net.memberOf(peer) : null;
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
