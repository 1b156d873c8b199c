package net.groupvpn.overlay.node;

import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.dht.DhtNode;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.EngineCore;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.engine.Work;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.join.Joiner;
import net.groupvpn.overlay.link.FilterCheck;
import net.groupvpn.overlay.link.FilteringBehaviour;
import net.groupvpn.overlay.link.LinkDensity;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.link.StrangerLimits;
import net.groupvpn.overlay.link.StreamFallback;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import net.groupvpn.overlay.relay.RelayManager;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.security.Security;
import net.groupvpn.overlay.session.CloseReason;
import net.groupvpn.overlay.session.IndexAllocator;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.SessionLayer;
import net.groupvpn.overlay.session.SessionTimes;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.survey.SiblingView;
import net.groupvpn.overlay.survey.Survey;
import net.groupvpn.overlay.time.Now;
import org.jspecify.annotations.Nullable;

/**
 * One node of one realm: an engine with sessions, links, routing and the hash table on it. Inputs
 * come in by the methods of {@link EngineCore}; effects leave by {@link #pollOutput}. One thread.
 *
 * <p>A frame's way in: {@link #onFrame}, session layer, {@link NodeEvents}, then by message type to
 * the router, the links, the joiner or a channel. A frame's way out: session layer, {@link
 * FrameCarrier}, then a datagram, a ROUTED frame, or the public overlay.
 */
public final class OverlayNode implements Overlay, EngineCore {
  private final Engine engine;
  private final EndpointRules rules = new EndpointRules();
  private final NodeId self;
  private final SessionLayer sessions;
  private final LinkTable table;
  private final Router router;
  private final LinkManager links;
  private final RelayManager relays;
  private final Joiner joiner;
  private final StreamFallback streams;
  private final FilterCheck filterCheck;
  private final Channels channels;
  private final Dht dht;
  private final NodeEvents events;
  private boolean left;

  /**
   * Puts a node together; it does nothing until {@link #start}.
   *
   * @param indexes shared by all realms of the process
   * @param realmTag what begins this realm's HANDSHAKE frames
   */
  public OverlayNode(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      LinkDensity density,
      DhtFactory dhtFactory) {
    this.engine = engine;
    self = security.nodeId();
    FrameCarrier carrier = new FrameCarrier(engine, rules);
    events = new NodeEvents(engine.counters());
    sessions = new SessionLayer(engine, indexes, realmTag, security, carrier, events);
    table = new LinkTable(self, density);
    router = new Router(engine, self, table);
    links = new LinkManager(engine, sessions, router, table, rules);
    relays = new RelayManager(engine, sessions, links, table, self, this::onFrame);
    joiner = new Joiner(engine, sessions, links, table, self, security.member(), events::onJoined);
    streams = new StreamFallback(engine, sessions, rules);
    filterCheck = new FilterCheck(engine, sessions);
    channels = new Channels(engine.counters());
    carrier.connect(router, relays);
    events.connect(
        new NodeEvents.Parts(router, links, joiner, relays, streams, filterCheck, channels));
    router.handleCarried(
        PayloadKind.FRAME, (source, target, by, frame) -> onFrame(source, by, frame));
    dht = dhtFactory.create(engine, router, security);
  }

  /** As above, with as many links as real nodes have. */
  public OverlayNode(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      DhtFactory dhtFactory) {
    this(engine, indexes, realmTag, security, LinkDensity.STANDARD, dhtFactory);
  }

  /** As above, with the hash table that real nodes have. */
  public OverlayNode(Engine engine, IndexAllocator indexes, byte[] realmTag, Security security) {
    this(engine, indexes, realmTag, security, LinkDensity.STANDARD);
  }

  /** As above, with another density of links. */
  public OverlayNode(
      Engine engine,
      IndexAllocator indexes,
      byte[] realmTag,
      Security security,
      LinkDensity density) {
    this(
        engine,
        indexes,
        realmTag,
        security,
        density,
        (itsEngine, messenger, itsSecurity) -> new DhtNode(itsEngine, itsSecurity, messenger));
  }

  /** Which endpoints this node deals with; its shell tells them what the machine is like. */
  public EndpointRules endpointRules() {
    return rules;
  }

  /** Sets where this node is known to be reachable, best first. May change at any time. */
  public void setLocalCandidates(List<Endpoint> endpoints) {
    links.candidates().setLocal(endpoints);
    streams.setDirect(endpoints);
  }

  /** As {@link LinkManager#setMappedCandidates}. May change at any time. */
  public void setMappedCandidates(List<Endpoint> endpoints) {
    links.setMappedCandidates(endpoints);
  }

  /** Sets where this node accepts TCP connections, best first; none at first. */
  public void setStreamCandidates(List<Endpoint> endpoints) {
    streams.setStreams(endpoints);
  }

  /** As {@link Router#limitCarrying}; for the public overlay. */
  public void limitCarrying(int bytesPerSecond) {
    router.limitCarrying(bytesPerSecond);
  }

  /** Which links there are and why, and what the NAT before this node does. */
  public LinkManager links() {
    return links;
  }

  /** As {@link FilterCheck#ask}. */
  public void checkFiltering(Consumer<FilteringBehaviour> answer) {
    filterCheck.ask(answer);
  }

  /**
   * Sets the longest IP packet that this machine's links take, 1,500 at first; no path is tried
   * with longer ones. May change at any time.
   */
  public void setLinkMtu(int bytes) {
    sessions.setLinkMtu(bytes);
  }

  /** Anybody may be a peer here: bounds the sessions of one address and one network. */
  public void limitStrangers() {
    events.setLimits(new StrangerLimits(sessions, engine.counters()));
  }

  /** As {@link Session#noteSource}; nothing happens without a session. */
  public void noteSource(NodeId peer, Endpoint from) {
    Session session = sessions.find(peer);
    if (session != null) {
      session.noteSource(new DirectPath(from));
    }
  }

  /**
   * This machine's addresses or routes have changed, or it has slept. Candidates that are no longer
   * right are replaced before.
   */
  public void onNetworkChanged() {
    sessions.onNetworkChanged();
    links.onNetworkChanged();
  }

  /** Sets how long the keys of a handshake last; it counts for handshakes that end later. */
  public void setSessionTimes(SessionTimes times) {
    sessions.setTimes(times);
  }

  /** As {@link Session#noteRefused}; nothing happens without a session. */
  public void noteRefused(NodeId peer, int datagramBytes) {
    Session session = sessions.find(peer);
    if (session != null) {
      session.noteRefused(datagramBytes);
    }
  }

  /** Adds an endpoint to start from. May come at any time. */
  public void addSeed(Endpoint seed) {
    addSeed(new DirectPath(seed), null);
  }

  /**
   * Adds somebody who is reached by {@code path}, such as a stream or another overlay; {@code
   * expected} is who must answer, or null for whoever does. May come at any time. True if it is
   * new, and not one that {@link EndpointRules} forbid.
   */
  public boolean addSeed(Path path, @Nullable NodeId expected) {
    Endpoint endpoint = path.endpoint();
    if (endpoint != null && !rules.mayLearn(endpoint)) {
      engine.counters().increment(OverlayCounter.DROPPED_SEED_ENDPOINT);
      return false;
    }
    return joiner.addSeed(path, expected);
  }

  /** Begins to join; without any seed the node counts as alone, and thus joined, at once. */
  public void start() {
    links.start(joiner);
    relays.start();
    joiner.start();
  }

  /**
   * Hands over what this node keeps for others, tells every peer that it goes, and stops; datagrams
   * that come later are dropped.
   */
  public void leave() {
    dht.leave();
    left = true;
    for (Session session : sessions.all()) {
      session.close(CloseReason.LEAVING);
    }
  }

  @Override
  public void enter(Now now) {
    engine.enter(now);
  }

  @Override
  public void onDatagram(Now now, Endpoint from, byte[] datagram) {
    engine.enter(now);
    onFrame(new DirectPath(from), datagram);
  }

  @Override
  public void onStreamFrame(Now now, Endpoint from, byte[] frame) {
    engine.enter(now);
    onFrame(new StreamPath(from), frame);
  }

  @Override
  public void onStreamClosed(Now now, Endpoint peer) {
    engine.enter(now);
    sessions.onPathLost(new StreamPath(peer));
  }

  /** Takes a frame of this realm that came on {@code from}; the time has been told. */
  public void onFrame(Path from, byte[] frame) {
    onFrame(from, null, frame);
  }

  /** As {@link SessionLayer#onFrame(Path, NodeId, byte[])}. */
  public void onFrame(Path from, @Nullable NodeId carrier, byte[] frame) {
    Endpoint endpoint = from.endpoint();
    if (endpoint != null && !rules.mayUse(endpoint)) {
      engine.counters().increment(OverlayCounter.DROPPED_FRAME_FROM_GROUP);
    } else if (!left) {
      sessions.onFrame(from, carrier, frame);
    }
  }

  @Override
  public void onTimeout(Now now) {
    if (left) {
      engine.enter(now);
    } else {
      engine.onTimeout(now);
    }
  }

  @Override
  public void onWorkDone(Now now, Work<?> work) {
    engine.onWorkDone(now, work);
  }

  @Override
  public long nextTimeoutNanos() {
    return left ? Long.MAX_VALUE : engine.nextTimeoutNanos();
  }

  @Override
  public @Nullable Output pollOutput() {
    return engine.pollOutput();
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public boolean isJoined() {
    return table.isJoined();
  }

  /** Whether it counts as joined only because nobody answered. */
  public boolean isAlone() {
    return joiner.isAlone();
  }

  /** Hop-by-hop messages of this node. */
  public Messenger messenger() {
    return router;
  }

  /** Lets it trace ways and answer those who do; at most once. Not in the public overlay. */
  public Tracer enableTracing() {
    return new Tracer(engine, router, () -> OwnLinks.describe(self, table));
  }

  /** Lets it ask all nodes and answer those who do; at most once. Not in the public overlay. */
  public Broadcaster enableBroadcasts() {
    Broadcaster broadcaster = new Broadcaster(engine, self, table, this::sendMessage);
    events.setBroadcaster(broadcaster);
    return broadcaster;
  }

  /**
   * Lets it ask all nodes about themselves and answer those who do; instead of {@link
   * #enableBroadcasts}.
   *
   * @param version of this program, as others shall see it
   */
  public Survey enableSurvey(String version) {
    return new Survey(
        engine,
        enableBroadcasts(),
        () -> OwnLinks.describe(self, table),
        () -> new SiblingView(self, isJoined(), table.siblings()),
        table.density().siblings(),
        version);
  }

  /** Sessions of this node. */
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public Dht dht() {
    return dht;
  }

  /**
   * As {@link Overlay#connect}. A link that was asked for is kept for {@link
   * LinkManager#ON_DEMAND_IDLE_NANOS}; whoever sees traffic repeats the call within that time, and
   * better every second: see {@link Session#noteTraffic}.
   */
  @Override
  public void connect(NodeId peer) {
    links.requests().connectOnDemand(peer);
    Session session = sessions.find(peer);
    if (session != null) {
      session.noteTraffic();
      relays.onTraffic(session);
    }
  }

  /** Relays: what this node does for others, and how it chooses its own. */
  public RelayManager relays() {
    return relays;
  }

  @Override
  public @Nullable Session session(NodeId peer) {
    return sessions.find(peer);
  }

  @Override
  public boolean sendToPeer(NodeId peer, int channel, byte[] payload) {
    return sendMessage(peer, Channels.message(channel, payload));
  }

  private boolean sendMessage(NodeId peer, byte[] message) {
    Session session = sessions.find(peer);
    if (session != null) {
      session.send(message);
    }
    return session != null;
  }

  @Override
  public void handleChannel(int channel, ChannelHandler handler) {
    channels.handle(channel, handler);
  }

  @Override
  public void addListener(Listener listener) {
    events.addListener(listener);
  }

  /** How it joins, and whom it could start from after a restart. */
  public Joiner joiner() {
    return joiner;
  }

  @Override
  public void verify() {
    engine.verify();
    sessions.verify();
    table.verify(sessions.all());
  }

  /** What this node is like now. */
  public NodeStatus status() {
    List<PeerStatus> peers =
        table.all().stream().map(link -> PeerStatus.of(link, relays.status(link.peer()))).toList();
    return new NodeStatus(
        self, isJoined(), joiner.isAlone(), table.siblings(), peers, engine.counters().snapshot());
  }
}
