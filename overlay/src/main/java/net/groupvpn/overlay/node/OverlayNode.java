package net.groupvpn.overlay.node;

import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.join.Joiner;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.StrangerLimits;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.SessionLayer;
import net.groupvpn.overlay.session.SessionTimes;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * One node of one realm: an engine with sessions, links, routing and the hash table. Inputs enter
 * through the methods of {@link EngineCore}; effects leave through {@link #pollOutput}. One thread.
 */
public final class OverlayNode implements Overlay, EngineCore {
  private final NodeParts parts;
  private final Attachment attachment;
  private final Diagnostics diagnostics;

  /**
   * Composes a node; it does nothing until {@link #start}.
   *
   * @param indexes shared by all realms of the process
   * @param realmTag first bytes of this realm's HANDSHAKE frames
   */
  public OverlayNode(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      LinkDensity density,
      DhtFactory dhtFactory) {
    parts = new NodeParts(engine, indexes, realmTag, security, density, dhtFactory);
    attachment = new Attachment(parts);
    diagnostics = new Diagnostics(parts);
  }

  /** As above, with the links and the hash table of real nodes. */
  public OverlayNode(Engine engine, IndexAllocator indexes, byte[] realmTag, Security security) {
    this(engine, indexes, realmTag, security, LinkDensity.STANDARD, DhtFactory.STANDARD);
  }

  /** How this node is attached to the underlay. */
  public Attachment attachment() {
    return attachment;
  }

  /** Diagnostics of other nodes. */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /** As {@link Router#limitCarrying}; for the public overlay. */
  public void limitCarrying(int bytesPerSecond) {
    parts.router.limitCarrying(bytesPerSecond);
  }

  /** Anybody may be a peer here: limits the sessions per address and per network. */
  public void limitStrangers() {
    parts.events.setLimits(new StrangerLimits(parts.sessions, parts.engine.counters()));
  }

  /** Sets how long the keys of a handshake last. It applies to handshakes that end later. */
  public void setSessionTimes(SessionTimes times) {
    parts.sessions.setTimes(times);
  }

  /** Adds an endpoint to start from. May come at any time. */
  public void addSeed(Endpoint seed) {
    addSeed(new DirectPath(seed), null);
  }

  /**
   * Adds a peer that is reached over {@code path}, such as a stream or another overlay. {@code
   * expected} is the node that must answer, or null for any node. May be called at any time. True
   * if it is new, and {@link EndpointRules} permit it.
   */
  public boolean addSeed(Path path, @Nullable NodeId expected) {
    Endpoint endpoint = path.endpoint();
    if (endpoint != null && !parts.rules.mayLearn(endpoint)) {
      parts.engine.counters().increment(OverlayCounter.DROPPED_SEED_ENDPOINT);
      return false;
    }
    return parts.joiner.addSeed(path, expected);
  }

  /** Starts to join; without any seed the node counts as alone, and so as joined, at once. */
  public void start() {
    parts.links.start(parts.joiner);
    parts.relays.start();
    parts.joiner.start();
  }

  /**
   * Hands over what this node keeps for others, tells every peer that it leaves, and stops; later
   * datagrams are dropped.
   */
  public void leave() {
    parts.dht.leave();
    parts.intake.close();
    for (Session session : parts.sessions.all()) {
      session.close(CloseReason.LEAVING);
    }
  }

  @Override
  public void enter(Now now) {
    parts.engine.enter(now);
  }

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    parts.engine.enter(now);
    onFrame(new DirectPath(from), datagram);
  }

  @Override
  public void onStreamFrame(Now now, Endpoint from, byte[] frame) {
    parts.engine.enter(now);
    onFrame(new StreamPath(from), frame);
  }

  @Override
  public void onStreamClosed(Now now, Endpoint peer) {
    parts.engine.enter(now);
    parts.sessions.onPathLost(new StreamPath(peer));
  }

  /** Handles a frame of this realm that arrived on {@code from}; the time has been set. */
  public void onFrame(Path from, byte[] frame) {
    onFrame(from, null, frame);
  }

  /** As {@link SessionLayer#onFrame(Path, NodeId, byte[])}. */
  public void onFrame(Path from, @Nullable NodeId carrier, byte[] frame) {
    parts.intake.onFrame(from, carrier, frame);
  }

  @Override
  public void onTimeout(Now now) {
    if (parts.intake.isClosed()) {
      parts.engine.enter(now);
    } else {
      parts.engine.onTimeout(now);
    }
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {
    parts.engine.onWorkDone(now, work);
  }

  @Override
  public long nextTimeoutNanos() {
    return parts.intake.isClosed() ? Long.MAX_VALUE : parts.engine.nextTimeoutNanos();
  }

  @Override
  public @Nullable Output pollOutput() {
    return parts.engine.pollOutput();
  }

  @Override
  public NodeId self() {
    return parts.self;
  }

  @Override
  public boolean isJoined() {
    return parts.table.isJoined();
  }

  /** Whether it counts as joined only because nobody answered. */
  public boolean isAlone() {
    return parts.joiner.isAlone();
  }

  /** Hop-by-hop messages of this node. */
  public Messenger messenger() {
    return parts.router;
  }

  /** Sessions of this node. */
  public Sessions sessions() {
    return parts.sessions;
  }

  @Override
  public Dht dht() {
    return parts.dht;
  }

  /**
   * As {@link Overlay#connect}. A requested link is kept for {@link
   * LinkManager#ON_DEMAND_IDLE_NANOS}. While there is traffic, repeat the call within that time,
   * and preferably every second: see {@link Session#noteTraffic}.
   */
  @Override
  public void connect(NodeId peer) {
    parts.links.requests().connectOnDemand(peer);
    Session session = parts.sessions.find(peer);
    if (session != null) {
      session.noteTraffic();
      parts.relays.onTraffic(session);
    }
  }

  /** The links with their reasons, and what the NAT before this node does. */
  public LinkManager links() {
    return parts.links;
  }

  /** Relays: what this node does for others, and how it chooses its own. */
  public RelayManager relays() {
    return parts.relays;
  }

  @Override
  public @Nullable Session session(NodeId peer) {
    return parts.sessions.find(peer);
  }

  @Override
  public boolean sendToPeer(NodeId peer, int channel, byte[] payload) {
    return parts.sessions.send(peer, Channels.message(channel, payload));
  }

  @Override
  public void handleChannel(int channel, ChannelHandler handler) {
    parts.channels.handle(channel, handler);
  }

  @Override
  public void addListener(Listener listener) {
    parts.events.addListener(listener);
  }

  /** How it joins, and the peers from which it could start after a restart. */
  public Joiner joiner() {
    return parts.joiner;
  }

  @Override
  public void verify() {
    parts.engine.verify();
    parts.sessions.verify();
    parts.table.verify(parts.sessions.all());
  }

  /** This node's present state. */
  public NodeStatus status() {
    return NodeStatus.of(parts);
  }
}
