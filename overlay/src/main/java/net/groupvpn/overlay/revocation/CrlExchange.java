package net.groupvpn.overlay.revocation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.revocation.CrlMessage.Ask;
import net.groupvpn.overlay.revocation.CrlMessage.Offer;
import net.groupvpn.overlay.revocation.CrlMessage.Piece;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;

/**
 * Keeps members' revocation lists in step. A member offers its list at the start of each session,
 * and at once when a newer list comes into force. A member with an older list asks for it piece by
 * piece, checks the CA's signature, and offers it on. Engine thread only.
 *
 * <pre>
 *   A                         B
 *   | -- OFFER 7 -----------> |   B has 6
 *   | <----------- ASK 7 at 0 |
 *   | -- PIECE 7 at 0 ------> |   ... until it is complete; B verifies, and offers 7 to its peers
 * </pre>
 *
 * <p>Any peer may be hostile: silent, slow, or with a list that the CA did not sign. So the peer to
 * ask is drawn at random ({@link CrlPeers}) and has a deadline ({@link CrlDownload}). If it is not
 * done within {@link #PATIENCE_NANOS}, another is asked as well. Offers are repeated to peers that
 * do not seem to have received them.
 */
public final class CrlExchange implements Overlay.Listener, Overlay.ChannelHandler {
  /** The overlay channel of these messages. */
  public static final int CHANNEL = 3;

  /** Most downloads at a time. */
  static final int MAX_DOWNLOADS = 8;

  /** How long the asked peers have before one more is asked. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often an offer is sent to a peer that does not seem to have received it. */
  static final int MAX_OFFERS = 4;

  /** Messages that one peer is answered per second, and at once (a list of 1.5 MB). */
  private static final int ANSWERS_PER_SECOND = 16;

  private static final int ANSWERS_AT_ONCE = 256;
  private static final int MAX_ANSWERED = 1_024;

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Overlay overlay;
  private final Engine engine;
  private final GroupTrust trust;
  private final Consumer<RevocationList> onNewer;
  private final CrlPeers peers;
  private final Map<NodeId, CrlDownload> downloads = new TreeMap<>();
  private final Map<NodeId, Integer> offered = new TreeMap<>();
  private final RateLimiter<NodeId> answers =
      new RateLimiter<>(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE, MAX_ANSWERED);

  /** {@code onNewer} gets each list that came into force through another member. */
  public CrlExchange(
      Overlay overlay, Engine engine, GroupTrust trust, Consumer<RevocationList> onNewer) {
    this.overlay = overlay;
    this.engine = engine;
    this.trust = trust;
    this.onNewer = onNewer;
    this.peers = new CrlPeers(engine.random());
    overlay.addListener(this);
    overlay.handleChannel(CHANNEL, this);
  }

  /** A newer list is in force: offers it to every peer at once. */
  public void announce() {
    downloads.values().removeIf(download -> download.number() <= own().number());
    offered.clear();
    peers.behind(own().number()).forEach(this::offerTo);
    goOn();
  }

  @Override
  public void onSessionUp(SessionView session) {
    peers.add(session.peer(), session.identity().member());
    offered.remove(session.peer());
    offerTo(session.peer());
    goOn();
  }

  @Override
  public void onSessionDown(SessionView session) {
    peers.remove(session.peer());
    offered.remove(session.peer());
    downloads.remove(session.peer());
    goOn();
  }

  @Override
  public void onPeerMessage(SessionView from, byte[] payload) {
    NodeId peer = from.peer();
    if (!peers.contains(peer)) {
      engine.counters().increment(OverlayCounter.DROPPED_CRL_STRANGER);
      return;
    }
    try {
      CrlMessage message = CrlMessage.decode(payload);
      if (message instanceof Offer offer) {
        onOffer(peer, offer);
      } else if (message instanceof Ask ask) {
        onAsk(peer, ask);
      } else if (message instanceof Piece piece) {
        onPiece(peer, piece);
      }
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_CRL_MALFORMED);
    }
  }

  private void onOffer(NodeId peer, Offer offer) {
    peers.onOffer(peer, offer);
    if (offer.number() < own().number()) {
      answer(peer, own());
    }
    goOn();
  }

  private void onAsk(NodeId peer, Ask ask) {
    RevocationList list = trust.newest();
    if (list == null || list.number() != ask.number()) {
      answer(peer, own());
      return;
    }
    byte[] encoded = list.encoded();
    if (ask.offset() >= encoded.length) {
      engine.counters().increment(OverlayCounter.DROPPED_CRL_MALFORMED);
      return;
    }
    int end = Math.min(encoded.length, ask.offset() + CrlMessage.PIECE_BYTES);
    answer(
        peer,
        new Piece(ask.number(), ask.offset(), Arrays.copyOfRange(encoded, ask.offset(), end)));
  }

  private void answer(NodeId peer, CrlMessage message) {
    if (answers.tryAcquire(peer, nowNanos())) {
      send(peer, message);
    } else {
      engine.counters().increment(OverlayCounter.DROPPED_CRL_RATE);
    }
  }

  private void onPiece(NodeId peer, Piece piece) {
    CrlDownload download = downloads.get(peer);
    if (download == null || piece.number() != download.number()) {
      // Late: another peer was faster.
      engine.counters().increment(OverlayCounter.DROPPED_CRL_UNEXPECTED);
    } else if (!download.isPossible(piece)) {
      fail(peer, OverlayCounter.DROPPED_CRL_PIECE);
    } else if (!download.take(piece, nowNanos())) {
      engine.counters().increment(OverlayCounter.DROPPED_CRL_UNEXPECTED);
    } else if (download.isComplete()) {
      downloads.remove(peer);
      engine.work(
          () -> Verdict.of(trust, download.bytes()),
          () -> Verdict.FORGED,
          verdict -> onVerified(download, verdict));
    } else {
      askMore(download);
    }
  }

  private void fail(NodeId peer, Counter counter) {
    engine.counters().increment(counter);
    downloads.remove(peer);
    peers.failed(peer, nowNanos());
    goOn();
  }

  /** The result of checking a list. */
  private enum Verdict {
    IN_FORCE,
    NOT_NEWER,
    FORGED;

    static Verdict of(GroupTrust trust, byte[] der) {
      try {
        return trust.offer(der) ? IN_FORCE : NOT_NEWER;
      } catch (IdentityException e) {
        return FORGED;
      }
    }
  }

  private void onVerified(CrlDownload complete, Verdict verdict) {
    RevocationList newest = trust.newest();
    if (verdict == Verdict.FORGED) {
      fail(complete.from(), OverlayCounter.DROPPED_CRL_FORGED);
    } else if (own().number() < complete.number()) {
      fail(complete.from(), OverlayCounter.DROPPED_CRL_NUMBER);
    } else {
      peers.succeeded(complete.from());
    }
    if (verdict == Verdict.IN_FORCE && newest != null) {
      engine.counters().increment(OverlayCounter.CRL_RECEIVED);
      onNewer.accept(newest);
      announce();
    }
  }

  /** Asks one more peer if it is time; runs again as long as there is something to do. */
  private void goOn() {
    if (isTimeForOneMore()) {
      NodeId next = peers.draw(own().number(), downloads.keySet(), nowNanos());
      if (next != null) {
        CrlDownload download = new CrlDownload(next, peers.offerOf(next), nowNanos());
        downloads.put(next, download);
        askMore(download);
      }
    }
    if (!engine.isTimerSet(TimerName.CRL_EXCHANGE, this) && isBusy()) {
      engine.setTimer(TimerName.CRL_EXCHANGE, this, TICK_NANOS, now -> onTick());
    }
  }

  private boolean isTimeForOneMore() {
    long nowNanos = nowNanos();
    return downloads.size() < MAX_DOWNLOADS
        && downloads.values().stream()
            .allMatch(download -> nowNanos - download.startedNanos() >= PATIENCE_NANOS);
  }

  private boolean isBusy() {
    long number = own().number();
    return !downloads.isEmpty() || peers.anyClaimsMoreThan(number) || !unheard().isEmpty();
  }

  private void onTick() {
    unheard().forEach(this::offerTo);
    for (CrlDownload download : List.copyOf(downloads.values())) {
      if (download.isOverdue(nowNanos())) {
        fail(download.from(), OverlayCounter.DROPPED_CRL_SLOW);
      } else {
        askMore(download);
      }
    }
    goOn();
  }

  private void askMore(CrlDownload download) {
    download.asks(nowNanos()).forEach(ask -> send(download.from(), ask));
  }

  /** Peers that do not seem to have received this list, and may be told again. */
  private List<NodeId> unheard() {
    return peers.behind(own().number()).stream()
        .filter(peer -> offered.getOrDefault(peer, 0) < MAX_OFFERS)
        .toList();
  }

  private void offerTo(NodeId peer) {
    offered.merge(peer, 1, Integer::sum);
    send(peer, own());
  }

  private Offer own() {
    RevocationList newest = trust.newest();
    return newest == null
        ? CrlMessage.NO_LIST
        : new Offer(newest.number(), newest.encoded().length);
  }

  private long nowNanos() {
    return engine.now().bootNanos();
  }

  private void send(NodeId peer, CrlMessage message) {
    overlay.sendToPeer(peer, CHANNEL, message.encode());
  }
}
