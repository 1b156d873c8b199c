package net.groupvpn.overlay.join;

import java.util.List;
import java.util.function.BooleanSupplier;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.LinkListener;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkReason;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Brings a node into the overlay, and back into it. It dials seeds until one answers, looks up its
 * own ID through it, then exchanges siblings until that finds no new node. Only then is the node
 * joined. A node that nobody answers is an overlay of its own, and goes on dialling.
 */
public final class Joiner implements LinkListener {
  /** How long nobody must answer before a node counts as alone. */
  public static final long ALONE_AFTER_NANOS = 5_000_000_000L;

  /** The same while other members are being looked for elsewhere. */
  static final long ALONE_AT_LAST_NANOS = 12_000_000_000L;

  private static final long ALONE_AGAIN_NANOS = 500_000_000L;
  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final long KEEP_BOOTSTRAP_NANOS = 20_000_000_000L;
  private static final long SELF_LOOKUP_NANOS = 120_000_000_000L;

  private final Engine engine;
  private final Sessions sessions;
  private final LinkManager links;
  private final LinkTable table;
  private final NodeId self;
  private final Runnable onJoined;
  private final Dialer dialer;
  private final SiblingExchange exchange;
  private final BucketRefresher buckets;
  private final PeerCache cache = new PeerCache();
  private BooleanSupplier isIntroductionUnderWay = () -> false;
  private long seekingNanos;
  private boolean selfLookupAnswered;
  private boolean alone;

  /**
   * Makes a joiner that waits for {@link #start}.
   *
   * @param member the member that owns the node; empty where nobody has an account
   * @param onJoined run whenever the node has become joined
   */
  public Joiner(
      Engine engine,
      Sessions sessions,
      LinkManager links,
      LinkTable table,
      NodeId self,
      String member,
      Runnable onJoined) {
    this.engine = engine;
    this.sessions = sessions;
    this.links = links;
    this.table = table;
    this.self = self;
    this.onJoined = onJoined;
    this.dialer = new Dialer(engine, sessions);
    this.exchange = new SiblingExchange(engine, links, table, self, member);
    this.buckets = new BucketRefresher(engine, links, table, self);
  }

  /** Adds a peer to start from: an endpoint, or a path that another overlay offers; true if new. */
  public boolean addSeed(Path path, @Nullable NodeId expected) {
    return dialer.addSeed(path, expected);
  }

  /** Makes the node wait longer before it counts as alone while {@code isUnderWay}. */
  public void expectIntroduction(BooleanSupplier isUnderWay) {
    isIntroductionUnderWay = isUnderWay;
  }

  /** Starts; without any seed the node is alone at once. */
  public void start() {
    exchange.start();
    scheduleSelfLookup();
    seek();
    if (!dialer.hasSeeds()) {
      becomeAlone();
    }
  }

  /** Whether the node is joined only because nobody answered. */
  public boolean isAlone() {
    return alone;
  }

  /** Peers seen directly, most recent first, to be stored and given as seeds after a restart. */
  public List<Endpoint> recentEndpoints() {
    return cache.latestFirst().stream().map(PeerCache.Seen::endpoint).toList();
  }

  /** A handshake that this end began has failed. */
  public void onHandshakeFailed(Path path) {
    dialer.onFailed(path);
  }

  /** Handles a SIBLINGS message. */
  public void onSiblings(NodeId from, byte[] message) {
    exchange.onMessage(from, message);
    check();
  }

  private void seek() {
    selfLookupAnswered = false;
    seekingNanos = engine.now().bootNanos();
    dialer.setDialSeeds(true);
    checkAloneAfter(ALONE_AFTER_NANOS);
    engine.setTimer(TimerName.JOIN_RETRY, this, RETRY_NANOS, now -> retry());
  }

  private void checkAlone() {
    boolean isLate = engine.now().bootNanos() - seekingNanos >= ALONE_AT_LAST_NANOS;
    if (!table.all().isEmpty()) {
      if (!table.isJoined()) {
        checkAloneAfter(ALONE_AFTER_NANOS);
      }
    } else if (isLate || !isIntroductionUnderWay.getAsBoolean()) {
      becomeAlone();
    } else {
      checkAloneAfter(ALONE_AGAIN_NANOS);
    }
  }

  private void checkAloneAfter(long nanos) {
    engine.setTimer(TimerName.ALONE_CHECK, this, nanos, now -> checkAlone());
  }

  private void becomeAlone() {
    alone = true;
    join();
  }

  private void join() {
    table.setJoined(true);
    exchange.onJoined();
    links.announceJoined();
    engine.cancelTimer(TimerName.JOIN_RETRY, this);
    if (!alone) {
      dialer.setDialSeeds(false);
      buckets.onJoined();
    }
    releaseLater();
    onJoined.run();
  }

  /** While not joined: asks again for whatever may have been lost. */
  private void retry() {
    if (!selfLookupAnswered && !table.links().isEmpty()) {
      List<NodeId> choice = List.copyOf(table.links());
      lookUpSelf(choice.get(engine.random().nextInt(choice.size())));
    }
    exchange.askUnheard();
    exchange.askForMissing();
    check();
    if (!table.isJoined()) {
      engine.setTimer(TimerName.JOIN_RETRY, this, RETRY_NANOS, now -> retry());
    }
  }

  private void lookUpSelf(NodeId through) {
    links.requests().connectClosest(self, LinkReason.SIBLING, through);
  }

  private void check() {
    table.setStranded(exchange.isStranded());
    if (!table.isJoined()
        && selfLookupAnswered
        && !links.requests().connector().isSeeking(self, table::isLinked)
        && exchange.isClosed()) {
      join();
    }
  }

  @Override
  public void onSession(Link session) {
    if (dialer.isTarget(session.session().path())) {
      links.requests().connect(session.peer(), LinkReason.BOOTSTRAP, null);
    }
  }

  @Override
  public void onLinkUp(Link link) {
    NodeId peer = link.peer();
    Endpoint endpoint = link.endpoint();
    if (endpoint != null) {
      cache.put(peer, endpoint);
    }
    boolean dialled = dialer.isTarget(link.session().path()) || link.has(LinkReason.BOOTSTRAP);
    dialer.onLinked(peer);
    if (alone) {
      alone = false;
      table.setJoined(false);
      links.announceJoined();
      seek();
    }
    if (dialled || !table.isJoined()) {
      lookUpSelf(peer);
    }
    if (dialled) {
      links.requests().setReason(link, LinkReason.BOOTSTRAP, true);
      releaseLater();
    }
    dialer.setDialSeeds(false);
    exchange.ask(peer);
    exchange.onLinkChange(peer);
  }

  @Override
  public void onLinkDown(Link link) {
    exchange.forget(link.peer());
    exchange.onLinkChange(link.peer());
    // Not the session's own path: that may be the overlay by now.
    Endpoint endpoint = cache.endpointOf(link.peer());
    if (endpoint != null && !link.reasons().isEmpty()) {
      dialer.addLost(new DirectPath(endpoint), link.peer());
    }
    if (table.links().isEmpty() && !alone) {
      table.setJoined(false);
      seek();
    }
    exchange.askForMissing();
    check();
  }

  @Override
  public void onDistant(Link session) {
    exchange.ask(session.peer());
    exchange.onLinkChange(session.peer());
    check();
  }

  @Override
  public void onSiblingsChanged() {
    exchange.onChange();
    exchange.askUnheard();
    exchange.askForMissing();
  }

  @Override
  public void onClosestAnswered(NodeId key, NodeId by) {
    if (key.equals(self)) {
      selfLookupAnswered = true;
      check();
    }
  }

  @Override
  public void onConnectFailed(NodeId target) {
    exchange.askForMissing();
    check();
  }

  /** Links that helped to join are given up some time later. */
  private void releaseLater() {
    engine.setTimer(
        TimerName.BOOTSTRAP_RELEASE, this, KEEP_BOOTSTRAP_NANOS, now -> releaseBootstrap());
  }

  private void releaseBootstrap() {
    if (table.isJoined()) {
      table.linked().forEach(link -> links.requests().setReason(link, LinkReason.BOOTSTRAP, false));
    }
  }

  private void scheduleSelfLookup() {
    long jittered = (long) (SELF_LOOKUP_NANOS * (0.5 + engine.random().nextDouble()));
    engine.setTimer(TimerName.SELF_LOOKUP, this, jittered, now -> lookUpElsewhere());
  }

  /**
   * Looks up the own ID from places where this node has no link: another part may know closer
   * nodes.
   */
  private void lookUpElsewhere() {
    PeerCache.Seen seen = cache.random(peer -> table.find(peer) == null, engine.random());
    List<Path> unlinkedSeeds = dialer.seedPaths().stream().filter(path -> !isInUse(path)).toList();
    boolean takeSeed = seen == null || engine.random().nextBoolean();
    if (takeSeed && !unlinkedSeeds.isEmpty()) {
      sessions.open(unlinkedSeeds.get(engine.random().nextInt(unlinkedSeeds.size())), null);
    } else if (seen != null) {
      dialer.addLost(new DirectPath(seen.endpoint()), seen.peer());
    }
    scheduleSelfLookup();
  }

  private boolean isInUse(Path path) {
    return table.all().stream().anyMatch(link -> link.session().path().equals(path));
  }
}
