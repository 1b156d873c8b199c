package net.groupvpn.overlay.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.security.Security;
import org.jspecify.annotations.Nullable;

/** One end of a {@link Pair}: a session layer and a record of its events. */
final class TestNode implements SessionEvents {
  static final byte[] REALM = {1, 2, 3, 4, 5, 6, 7, 8};

  final Pair pair;
  final Security security;
  Engine engine;
  IndexAllocator indexes = new IndexAllocator();
  SessionLayer layer;
  Endpoint endpoint;
  final List<String> events = new ArrayList<>();
  final List<byte[]> messages = new ArrayList<>();
  final List<Output> outputs = new ArrayList<>();

  /** An address in another network, which the peer's second address reaches. */
  @Nullable Endpoint second;

  /** Hears of each session that begins. */
  Consumer<Session> onEstablished = session -> {};

  /** Nothing happens there in the meantime, but time goes on. */
  boolean asleep;

  @Nullable PeerSnapshot published;

  TestNode(Pair pair, Security security, Endpoint endpoint) {
    this.pair = pair;
    this.security = security;
    this.endpoint = endpoint;
    this.engine = new Engine(pair.random, pair.now());
    this.layer = newLayer();
  }

  private SessionLayer newLayer() {
    return new SessionLayer(
        engine, indexes, REALM, security, (path, frame) -> pair.transmit(this, path, frame), this);
  }

  /** Forgets all sessions without telling anybody, as a crash does. */
  void restart() {
    engine = new Engine(pair.random, pair.now());
    indexes = new IndexAllocator();
    layer = newLayer();
    events.clear();
  }

  NodeId id() {
    return security.nodeId();
  }

  DirectPath direct() {
    return new DirectPath(endpoint);
  }

  OverlayPath overlay() {
    return new OverlayPath(id(), null);
  }

  @Nullable Session session() {
    return layer.find(pair.other(this).id());
  }

  Session liveSession() {
    Session session = session();
    if (session == null) {
      throw new AssertionError("no session; events were " + events);
    }
    return session;
  }

  void open(Path path, @Nullable NodeId expected) {
    engine.enter(pair.now());
    layer.open(path, expected);
    drain();
  }

  void send(byte[] message) {
    engine.enter(pair.now());
    liveSession().send(message);
    drain();
  }

  /** What routing reports when the peer's frames arrive by way of others. */
  void doubt() {
    engine.enter(pair.now());
    liveSession().doubt();
    drain();
  }

  /** What the shell reports when addresses have changed, or after sleep. */
  void networkChanged() {
    engine.enter(pair.now());
    layer.onNetworkChanged();
    drain();
  }

  /** What the data plane reports for a record that arrived on {@code from}. */
  void noteSource(Path from) {
    engine.enter(pair.now());
    liveSession().noteSource(from);
    drain();
  }

  long count(Counter counter) {
    return engine.counters().get(counter);
  }

  void receive(Path from, byte[] frame) {
    if (asleep) {
      return;
    }
    engine.enter(pair.now());
    layer.onFrame(from, frame);
    drain();
  }

  void receive(Path from, @Nullable NodeId carrier, byte[] frame) {
    engine.enter(pair.now());
    layer.onFrame(from, carrier, frame);
    drain();
  }

  long nextTimeout() {
    return asleep ? Long.MAX_VALUE : engine.nextTimeoutNanos();
  }

  void timeout() {
    engine.onTimeout(pair.now());
    drain();
  }

  void drain() {
    for (Output output = engine.pollOutput(); output != null; output = engine.pollOutput()) {
      outputs.add(output);
      if (output instanceof Output.DoWork todo) {
        todo.work().run();
        engine.onWorkDone(pair.now(), todo.work());
      } else if (output instanceof Output.Publish publish) {
        published = publish.peer();
      } else if (output instanceof Output.Withdraw) {
        published = null;
      }
    }
  }

  @Override
  public void onEstablished(Session session) {
    events.add("established");
    onEstablished.accept(session);
  }

  @Override
  public void onMessage(Session session, Path from, MessageType type, byte[] message) {
    messages.add(message);
  }

  @Override
  public void onPathChanged(Session session, Path previous) {
    events.add("path " + session.path());
  }

  @Override
  public void onClosed(Session session, SessionEnd end) {
    events.add("closed: " + end);
  }

  @Override
  public void onBegunAnew(Session session) {
    events.add("begun anew");
  }

  @Override
  public void onHandshakeFailed(Path path, @Nullable NodeId expected, String reason) {
    events.add("failed: " + reason);
  }
}
