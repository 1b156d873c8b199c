package net.groupvpn.dhcpdns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.security.PeerIdentity;
import net.groupvpn.overlay.session.SessionView;
import org.jspecify.annotations.Nullable;

/** One node's overlay in a {@link FakeWorld}. */
public final class FakeOverlay implements Overlay {
  private final FakeWorld world;
  private final NodeId self;
  private final Engine engine;
  private final FakeDht dht;
  private final Map<NodeId, SessionView> sessions = new TreeMap<>();
  private final Map<Integer, ChannelHandler> handlers = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private int messagesToLose;
  private int messagesSent;
  private boolean parted;

  FakeOverlay(FakeWorld world, NodeId self, long seed) {
    this.world = world;
    this.self = self;
    this.engine = new Engine(new Random(seed), world.now());
    this.dht = new FakeDht(world, this);
  }

  public Engine engine() {
    return engine;
  }

  /** It has lost the others, and is no longer joined. */
  public void part() {
    parted = true;
  }

  /** It has found others again. */
  public void join() {
    parted = false;
    listeners.forEach(Listener::onJoined);
  }

  /** The next messages to peers, this many, are lost. */
  public void lose(int messages) {
    messagesToLose = messages;
  }

  public int messagesSent() {
    return messagesSent;
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public boolean isJoined() {
    return !parted;
  }

  @Override
  public FakeDht dht() {
    return dht;
  }

  @Override
  public void connect(NodeId peer) {
    world.later(
        () -> {
          FakeOverlay other = world.find(peer);
          if (other != null && !sessions.containsKey(peer)) {
            addSession(peer);
            other.addSession(self);
          }
        });
  }

  @Override
  public @Nullable SessionView session(NodeId peer) {
    return sessions.get(peer);
  }

  @Override
  public boolean sendToPeer(NodeId peer, int channel, byte[] payload) {
    messagesSent++;
    if (messagesToLose > 0) {
      messagesToLose--;
      return true;
    }
    world.later(
        () -> {
          FakeOverlay other = world.find(peer);
          SessionView back = other == null ? null : other.session(self);
          if (other != null && back != null) {
            other.engine.enter(world.now());
            Objects.requireNonNull(other.handlers.get(channel)).onPeerMessage(back, payload);
          }
        });
    return sessions.containsKey(peer);
  }

  @Override
  public void handleChannel(int channel, ChannelHandler handler) {
    handlers.put(channel, handler);
  }

  @Override
  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  public void dropSession(NodeId peer) {
    SessionView gone = sessions.remove(peer);
    if (gone != null) {
      listeners.forEach(l -> l.onSessionDown(gone));
    }
  }

  private void addSession(NodeId peer) {
    engine.enter(world.now());
    SessionView session = new FakeSession(peer);
    sessions.put(peer, session);
    listeners.forEach(l -> l.onSessionUp(session));
  }

  private record FakeSession(NodeId peer) implements SessionView {
    @Override
    public PeerIdentity identity() {
      return new PeerIdentity(peer, "member", Set.of(), new byte[0], "", "01", Long.MAX_VALUE);
    }

    @Override
    public Path path() {
      return new Path.OverlayPath(peer, null);
    }

    @Override
    public long rttNanos() {
      return UNKNOWN_RTT;
    }

    @Override
    public int mtuBytes() {
      return 1_200;
    }

    @Override
    public long establishedNanos() {
      return 0;
    }
  }
}
