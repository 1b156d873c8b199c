package net.groupvpn.overlay.document;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.document.DocumentMessage.Ask;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.document.DocumentMessage.Piece;
import net.groupvpn.overlay.document.Shelf.Verdict;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.routing.RateLimiter;
import net.groupvpn.overlay.session.SessionView;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;

/**
 * Keeps members' documents of one kind in step. A member offers its document at the start of each
 * session, and at once when a newer one comes into force. A member with an older one asks for it
 * piece by piece, checks the CA's signature, and offers it on. Engine thread only.
 *
 * <pre>
 *   A                         B
 *   | -- OFFER 7 -----------> |   B has 6
 *   | <----------- ASK 7 at 0 |
 *   | -- PIECE 7 at 0 ------> |   ... until it is complete; B verifies, and offers 7 to its peers
 * </pre>
 *
 * <p>Any peer may be hostile: silent, slow, or with a document that the CA did not sign. So the
 * peer to ask is drawn at random ({@link DocumentPeers}) and has a deadline ({@link
 * DocumentDownload}). If it is not done within {@link #PATIENCE_NANOS}, another is asked as well.
 * Offers are repeated to peers that do not seem to have received them.
 */
public final class DocumentExchange implements Overlay.Listener, Overlay.ChannelHandler {
  /** Most downloads at a time. */
  static final int MAX_DOWNLOADS = 8;

  /** How long the asked peers have before one more is asked. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often an offer is sent to a peer that does not seem to have received it. */
  static final int MAX_OFFERS = 4;

  /** Messages that one peer is answered per second, and at once (a document of 1.5 MB). */
  private static final int ANSWERS_PER_SECOND = 16;

  private static final int ANSWERS_AT_ONCE = 256;
  private static final int MAX_ANSWERED = 1_024;

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Overlay overlay;
  private final Engine engine;
  private final DocumentKind kind;
  private final DocumentKind.Counts counts;
  private final Shelf shelf;
  private final Runnable onNewer;
  private final DocumentPeers peers;
  private final Map<NodeId, DocumentDownload> downloads = new TreeMap<>();
  private final Map<NodeId, Integer> offered = new TreeMap<>();
  private long announced;
  private final RateLimiter<NodeId> answers =
      new RateLimiter<>(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE, MAX_ANSWERED);

  /**
   * Listens to the overlay from now on.
   *
   * @param onNewer called when a document came into force through another member
   */
  public DocumentExchange(
      Overlay overlay, Engine engine, DocumentKind kind, Shelf shelf, Runnable onNewer) {
    this.overlay = overlay;
    this.engine = engine;
    this.kind = kind;
    this.counts = kind.counts();
    this.shelf = shelf;
    this.onNewer = onNewer;
    this.peers = new DocumentPeers(engine.random());
    overlay.addListener(this);
    overlay.handleChannel(kind.channel(), this);
  }

  /** If a newer document is in force, offers it to every peer at once. */
  public void announce() {
    if (own().number() == announced) {
      return;
    }
    announced = own().number();
    peers.forgetConflicts();
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
      engine.counters().increment(counts.stranger());
      return;
    }
    try {
      DocumentMessage message = DocumentMessage.decode(payload, kind);
      if (message instanceof Offer offer) {
        onOffer(peer, offer);
      } else if (message instanceof Ask ask) {
        onAsk(peer, ask);
      } else if (message instanceof Piece piece) {
        onPiece(peer, piece);
      }
    } catch (WireException e) {
      engine.counters().increment(counts.malformed());
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
    Shelf.Held held = shelf.newest();
    if (held.encoded().length == 0 || held.number() != ask.number()) {
      answer(peer, own());
      return;
    }
    byte[] encoded = held.encoded();
    if (ask.offset() >= encoded.length) {
      engine.counters().increment(counts.malformed());
      return;
    }
    int end = Math.min(encoded.length, ask.offset() + DocumentMessage.PIECE_BYTES);
    answer(
        peer,
        new Piece(ask.number(), ask.offset(), Arrays.copyOfRange(encoded, ask.offset(), end)));
  }

  private void answer(NodeId peer, DocumentMessage message) {
    if (answers.tryAcquire(peer, nowNanos())) {
      send(peer, message);
    } else {
      engine.counters().increment(counts.rate());
    }
  }

  private void onPiece(NodeId peer, Piece piece) {
    DocumentDownload download = downloads.get(peer);
    if (download == null || piece.number() != download.number()) {
      // Late: another peer was faster.
      engine.counters().increment(counts.unexpected());
    } else if (!download.isPossible(piece)) {
      fail(peer, counts.piece());
    } else if (!download.take(piece, nowNanos())) {
      engine.counters().increment(counts.unexpected());
    } else if (download.isComplete()) {
      downloads.remove(peer);
      engine.work(
          () -> shelf.offer(download.bytes()),
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

  private void onVerified(DocumentDownload complete, Verdict verdict) {
    if (verdict == Verdict.FORGED) {
      fail(complete.from(), counts.forged());
    } else if (verdict == Verdict.CONFLICT) {
      onConflict(complete);
    } else if (complete.offer().isNewsFor(own())) {
      fail(complete.from(), counts.number());
    } else {
      peers.succeeded(complete.from());
    }
    if (verdict == Verdict.NEWER) {
      engine.counters().increment(counts.received());
      onNewer.run();
      announce();
    }
  }

  /** The CA has signed two, which it never should: the first one known here stays in force. */
  private void onConflict(DocumentDownload complete) {
    NodeId digest = NodeId.hash(complete.bytes());
    boolean isTrue = Objects.equals(digest, complete.offer().digest());
    if (!isTrue || !peers.noteConflict(digest)) {
      fail(complete.from(), counts.number());
      return;
    }
    engine.counters().increment(counts.conflict());
    String text =
        "%s has another document %d than this member, and the group's CA has signed both: the"
            + " portal may have been restored from a backup";
    engine.emit(new Output.Notify("document", text.formatted(complete.from(), complete.number())));
    goOn();
  }

  /** Asks one more peer if it is time; runs again as long as there is something to do. */
  private void goOn() {
    if (isTimeForOneMore()) {
      NodeId next = peers.draw(own(), downloads.keySet(), nowNanos());
      if (next != null) {
        DocumentDownload download = new DocumentDownload(next, peers.offerOf(next), nowNanos());
        downloads.put(next, download);
        askMore(download);
      }
    }
    if (!engine.isTimerSet(TimerName.DOCUMENT_EXCHANGE, this) && isBusy()) {
      engine.setTimer(TimerName.DOCUMENT_EXCHANGE, this, TICK_NANOS, now -> onTick());
    }
  }

  private boolean isTimeForOneMore() {
    long nowNanos = nowNanos();
    return downloads.size() < MAX_DOWNLOADS
        && downloads.values().stream()
            .allMatch(download -> nowNanos - download.startedNanos() >= PATIENCE_NANOS);
  }

  private boolean isBusy() {
    return !downloads.isEmpty() || peers.anyHasNewsFor(own()) || !unheard().isEmpty();
  }

  private void onTick() {
    unheard().forEach(this::offerTo);
    for (DocumentDownload download : List.copyOf(downloads.values())) {
      if (download.isOverdue(nowNanos())) {
        fail(download.from(), counts.slow());
      } else {
        askMore(download);
      }
    }
    goOn();
  }

  private void askMore(DocumentDownload download) {
    download.asks(nowNanos()).forEach(ask -> send(download.from(), ask));
  }

  /** Peers that do not seem to have received this document, and may be told again. */
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
    Shelf.Held held = shelf.newest();
    return new Offer(held.number(), held.encoded().length, held.digest());
  }

  private long nowNanos() {
    return engine.now().bootNanos();
  }

  private void send(NodeId peer, DocumentMessage message) {
    overlay.sendToPeer(peer, kind.channel(), message.encode());
  }
}
