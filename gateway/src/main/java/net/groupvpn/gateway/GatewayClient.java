package net.groupvpn.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.groupvpn.gateway.offers.OfferBook;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * A member's use of gateways: reads their offers, pings through some of them, and says which one is
 * to be used now. Engine thread only.
 *
 * <p>With many gateways only {@link #MAX_WATCHED} are pinged: those that the user has named, and
 * others drawn by chance; at each reading the farthest of these makes room for one not seen yet.
 */
public final class GatewayClient implements Overlay.Listener {
  /** Gateways that are pinged, and so have a session ready. */
  static final int MAX_WATCHED = 16;

  /** Between readings of all slots. */
  static final long READ_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** ... as long as none is known that works. */
  static final long FIRST_READ_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Between attempts to get a session with a gateway. */
  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MAX_SEQUENCE = 0xffff;

  /**
   * One gateway as shown to people.
   *
   * @param rttNanos through it to beyond, or negative while it is not known
   * @param isInUse whether it is the one that carries this member's traffic
   */
  public record Entry(
      NodeId node, GatewayOffer offer, boolean isAlive, long rttNanos, boolean isInUse) {}

  private record Subject(GatewayClient client, NodeId gateway) {}

  private final Overlay overlay;
  private final Engine engine;
  private final OfferBook<GatewayOffer> book;
  private final GatewayChoice choice;
  private final GatewayLoads loads;
  private final GatewayPings pings;
  private final GatewayListener listener;
  private final GatewayLooks looks;
  private final SortedMap<NodeId, GatewayHealth> watched = new TreeMap<>();
  private List<NodeId> preferred = List.of();
  private boolean isOn;
  private boolean isBusy;
  private int sequence;

  /** What the listener was told last. */
  private @Nullable NodeId told;

  private @Nullable GatewayOffer toldOffer;

  /** Does nothing yet; for {@code mayBeGateway} see {@link GatewayOffers}. */
  public GatewayClient(
      Overlay overlay,
      Engine engine,
      String groupIdHex,
      Predicate<NodeId> mayBeGateway,
      GatewayLoads loads,
      GatewayPings pings,
      GatewayListener listener) {
    this.overlay = overlay;
    this.engine = engine;
    this.book = GatewayOffers.book(overlay, engine, groupIdHex, mayBeGateway);
    this.choice = new GatewayChoice(engine.random());
    this.loads = loads;
    this.pings = pings;
    this.listener = listener;
    this.looks = new GatewayLooks(engine, this::entries, this::forgetUnlessOn);
    overlay.addListener(this);
  }

  /** Chooses by {@code rule} from now on where the user gives no list. */
  public void setRule(GatewayRule rule) {
    choice.setRule(rule);
  }

  /** Uses gateways from now on: those of {@code list}, the first one first; any if it is empty. */
  public void use(List<NodeId> list) {
    preferred = List.copyOf(list);
    choice.prefer(nowNanos(), preferred);
    isOn = true;
    choose();
    read();
  }

  /** Uses none any more. The listener, who knows it, is not told. */
  public void stop() {
    if (told != null) {
      loads.ask(told, false);
    }
    isOn = false;
    told = null;
    toldOffer = null;
    preferred = List.of();
    choice.prefer(nowNanos(), preferred);
    engine.cancelTimer(TimerName.GATEWAY_OFFERS, this);
    engine.cancelTimer(TimerName.GATEWAY_CHOICE, this);
    forgetUnlessOn();
  }

  /** Whether packets went to or came from the gateway lately, so that it is pinged more often. */
  public void setBusy(boolean isBusyNow) {
    boolean isNews = isBusyNow && !isBusy;
    isBusy = isBusyNow;
    NodeId gateway = choice.chosen();
    if (isNews && isOn && gateway != null && watched.containsKey(gateway)) {
      ping(gateway);
    }
  }

  /** The answer to a ping came from {@code gateway}. */
  public void onPong(NodeId gateway, int answered) {
    GatewayHealth health = watched.get(gateway);
    if (health == null || !health.answered(answered, nowNanos())) {
      engine.counters().increment(GatewayCounter.DROPPED_PONG);
    } else {
      choose();
    }
  }

  /** All gateways, those in use and near first. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    book.contents()
        .forEach(
            (node, offer) -> {
              GatewayHealth health = watched.get(node);
              boolean isAlive = health != null && health.isAlive(nowNanos());
              long rttNanos = health == null ? -1 : health.rttNanos();
              entries.add(new Entry(node, offer, isAlive, rttNanos, choice.isChosen(node)));
            });
    return entries;
  }

  /**
   * Reads the offers once and pings through some, for somebody who wants to see them; {@code done}
   * comes later.
   */
  public void look(Consumer<List<Entry>> done) {
    book.read(
        () -> {
          onRead();
          looks.add(done);
        });
  }

  /** The policy has changed: whoever may not be a gateway any more is left now. */
  public void onPolicy() {
    forgetGone();
    choose();
  }

  private void forgetUnlessOn() {
    if (!isOn && looks.isEmpty()) {
      List.copyOf(watched.keySet()).forEach(this::forget);
    }
  }

  private void read() {
    book.read(this::onRead);
    boolean isSoon = watched.values().stream().noneMatch(health -> health.isAlive(nowNanos()));
    engine.setTimer(
        TimerName.GATEWAY_OFFERS, this, isSoon ? FIRST_READ_NANOS : READ_NANOS, now -> read());
  }

  private void onRead() {
    forgetGone();
    List<NodeId> unseen =
        new ArrayList<>(
            book.contents().keySet().stream().filter(n -> !watched.containsKey(n)).toList());
    unseen.remove(overlay.self());
    shuffle(unseen);
    preferred.stream().filter(unseen::contains).forEach(this::watch);
    unseen.removeAll(preferred);
    if (preferred.isEmpty()) {
      makeRoom(unseen.size());
      unseen.stream().limit(Math.max(0, MAX_WATCHED - watched.size())).forEach(this::watch);
    }
    choose();
  }

  private void forgetGone() {
    SortedMap<NodeId, GatewayOffer> offers = book.contents();
    List<NodeId> gone = watched.keySet().stream().filter(n -> !offers.containsKey(n)).toList();
    gone.forEach(this::forget);
  }

  private void shuffle(List<NodeId> nodes) {
    for (int i = nodes.size() - 1; i > 0; i--) {
      NodeId moved = nodes.get(i);
      int other = engine.random().nextInt(i + 1);
      nodes.set(i, nodes.get(other));
      nodes.set(other, moved);
    }
  }

  /** The farthest one that is not used goes, if others wait and there is no room. */
  private void makeRoom(int waiting) {
    if (waiting == 0 || watched.size() < MAX_WATCHED) {
      return;
    }
    watched.entrySet().stream()
        .filter(entry -> !choice.isChosen(entry.getKey()))
        .max((a, b) -> Long.compare(distance(a.getValue()), distance(b.getValue())))
        .map(Map.Entry::getKey)
        .ifPresent(this::forget);
  }

  private long distance(GatewayHealth health) {
    return health.isAlive(nowNanos()) ? health.rttNanos() : Long.MAX_VALUE;
  }

  private void watch(NodeId gateway) {
    watched.put(gateway, new GatewayHealth());
    ping(gateway);
  }

  private void forget(NodeId gateway) {
    watched.remove(gateway);
    engine.cancelTimer(TimerName.GATEWAY_PING, new Subject(this, gateway));
  }

  private void ping(NodeId gateway) {
    GatewayHealth health = watched.get(gateway);
    if (health == null) {
      return;
    }
    GatewayOffer offer = book.content(gateway);
    if (offer == null) {
      forget(gateway);
      choose();
      return;
    }
    boolean hasSession = overlay.session(gateway) != null;
    if (!hasSession) {
      health.lost();
      overlay.connect(gateway);
    } else if (health.isDue(isBusy(gateway), nowNanos())) {
      sequence = (sequence + 1) & MAX_SEQUENCE;
      health.sent(sequence, nowNanos());
      loads.ask(gateway, choice.isChosen(gateway));
      pings.ping(gateway, offer, sequence);
    }
    if (choice.isChosen(gateway) && !health.isAlive(nowNanos())) {
      engine.counters().increment(GatewayCounter.GATEWAY_DIED);
      choose();
    }
    engine.setTimer(
        TimerName.GATEWAY_PING,
        new Subject(this, gateway),
        hasSession ? health.nextNanos(isBusy(gateway), nowNanos()) : CONNECT_NANOS,
        now -> ping(gateway));
  }

  @Override
  public void onSessionUp(SessionView session) {
    ping(session.peer());
  }

  @Override
  public void onSessionDown(SessionView session) {
    ping(session.peer());
  }

  private boolean isBusy(NodeId gateway) {
    return isBusy && choice.isChosen(gateway);
  }

  private void choose() {
    if (!isOn) {
      return;
    }
    SortedMap<NodeId, GatewayOffer> offers = book.contents();
    List<GatewayCandidate> candidates = new ArrayList<>();
    watched.forEach(
        (node, health) -> {
          GatewayOffer offer = offers.get(node);
          if (offer != null) {
            candidates.add(
                new GatewayCandidate(
                    node,
                    health.isAlive(nowNanos()),
                    health.aliveSinceNanos(),
                    health.rttNanos(),
                    loads.percentOf(node, offer.loadPercent()),
                    offer.hasIpv4()));
          }
        });
    NodeId next = choice.choose(nowNanos(), candidates);
    long gatheringNanos = choice.gatheringNanos(nowNanos());
    if (gatheringNanos > 0) {
      engine.setTimer(TimerName.GATEWAY_CHOICE, this, gatheringNanos, now -> choose());
    }
    tell(next, next == null ? null : offers.get(next));
  }

  private void tell(@Nullable NodeId next, @Nullable GatewayOffer offer) {
    boolean isOther = !Objects.equals(next, told);
    if (!isOther && (offer == null || offer.isLike(toldOffer))) {
      return;
    }
    if (isOther) {
      engine.counters().increment(GatewayCounter.GATEWAY_CHANGED);
      if (told != null) {
        loads.ask(told, false);
      }
      if (next != null) {
        loads.ask(next, true);
      }
    }
    told = next;
    toldOffer = offer;
    listener.onGateway(next, offer);
    if (isOther && next != null) {
      // The last ping may be long ago: whether it still works is to be known soon.
      ping(next);
    }
  }

  private long nowNanos() {
    return engine.now().bootNanos();
  }
}
