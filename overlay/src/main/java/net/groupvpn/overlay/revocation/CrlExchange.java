package net.groupvpn.overlay.revocation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupTrust;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.revocation.CrlMessage.Ask;
import net.groupvpn.overlay.revocation.CrlMessage.Offer;
import net.groupvpn.overlay.revocation.CrlMessage.Piece;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps members' revocation lists alike: at the start of each session, and whenever a newer list is
 * in force, a member offers its list; whoever has an older one asks for it, piece by piece, checks
 * the CA's signature, and offers it on. One download at a time. Engine thread only.
 *
 * <pre>
 *   A                         B
 *   | -- OFFER 7 -----------> |   B has 6
 *   | <----------- ASK 7 at 0 |
 *   | -- PIECE 7 at 0 ------> |   ... until it is whole; B verifies, and offers 7 to its peers
 * </pre>
 */
public final class CrlExchange implements Overlay.Listener, Overlay.ChannelHandler {
  /** The overlay channel of these messages. */
  public static final int CHANNEL = 3;

  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Offer NONE = new Offer(0, 0);

  private final Overlay overlay;
  private final Engine engine;
  private final GroupTrust trust;
  private final Consumer<RevocationList> onNewer;
  private final Map<NodeId, Offer> offers = new TreeMap<>();
  private @Nullable CrlDownload download;

  /** {@code onNewer} is told of each list that came into force through another member. */
  public CrlExchange(
      Overlay overlay, Engine engine, GroupTrust trust, Consumer<RevocationList> onNewer) {
    this.overlay = overlay;
    this.engine = engine;
    this.trust = trust;
    this.onNewer = onNewer;
    overlay.addListener(this);
    overlay.handleChannel(CHANNEL, this);
  }

  /** A newer list is in force: offers it to every peer. */
  public void announce() {
    offers.keySet().forEach(peer -> send(peer, own()));
  }

  @Override
  public void onSessionUp(Session session) {
    offers.put(session.peer(), NONE);
    send(session.peer(), own());
  }

  @Override
  public void onSessionDown(Session session, String reason) {
    offers.remove(session.peer());
    if (download != null && download.from().equals(session.peer())) {
      abandon();
    }
  }

  @Override
  public void onPeerMessage(Session from, byte[] payload) {
    try {
      CrlMessage message = CrlMessage.decode(payload);
      if (message instanceof Offer offer) {
        onOffer(from.peer(), offer);
      } else if (message instanceof Ask ask) {
        onAsk(from.peer(), ask);
      } else if (message instanceof Piece piece) {
        onPiece(from.peer(), piece);
      }
    } catch (WireException e) {
      engine.counters().increment("dropped.crl.malformed");
    }
  }

  private void onOffer(NodeId peer, Offer offer) {
    if (!offers.containsKey(peer)) {
      return;
    }
    offers.put(peer, offer);
    if (offer.number() < own().number()) {
      send(peer, own());
    } else {
      downloadNewest();
    }
  }

  private void onAsk(NodeId peer, Ask ask) {
    RevocationList list = trust.newest();
    if (list == null || list.number() != ask.number()) {
      send(peer, own());
      return;
    }
    byte[] encoded = list.encoded();
    int offset = Math.min(ask.offset(), encoded.length);
    int end = Math.min(encoded.length, offset + CrlMessage.PIECE_BYTES);
    send(peer, new Piece(ask.number(), offset, Arrays.copyOfRange(encoded, offset, end)));
  }

  private void onPiece(NodeId peer, Piece piece) {
    CrlDownload current = download;
    if (current == null || !current.take(peer, piece)) {
      engine.counters().increment("dropped.crl.unexpected");
    } else if (current.isComplete()) {
      download = null;
      engine.cancelTimer(TimerName.CRL_EXCHANGE, this);
      verify(current);
    } else {
      ask(current);
    }
  }

  private void downloadNewest() {
    if (download != null) {
      return;
    }
    NodeId best = null;
    for (Map.Entry<NodeId, Offer> entry : offers.entrySet()) {
      long known = best == null ? own().number() : offers.getOrDefault(best, NONE).number();
      if (entry.getValue().number() > known && entry.getValue().length() > 0) {
        best = entry.getKey();
      }
    }
    if (best != null) {
      download = new CrlDownload(best, offers.getOrDefault(best, NONE));
      ask(download);
    }
  }

  private void ask(CrlDownload current) {
    send(current.from(), current.ask());
    engine.setTimer(TimerName.CRL_EXCHANGE, this, RETRY_NANOS, now -> onSilence(current));
  }

  private void onSilence(CrlDownload current) {
    if (!current.isHopeless()) {
      ask(current);
      return;
    }
    offers.replace(current.from(), NONE);
    abandon();
  }

  private void abandon() {
    download = null;
    engine.cancelTimer(TimerName.CRL_EXCHANGE, this);
    downloadNewest();
  }

  private void verify(CrlDownload complete) {
    engine.work(() -> offerToTrust(complete.bytes()), good -> onVerified(complete.from(), good));
  }

  /** True if it is in force now, false if it is not newer, null if it is not good. */
  private @Nullable Boolean offerToTrust(byte[] der) {
    try {
      return trust.offer(der);
    } catch (IdentityException e) {
      return null;
    }
  }

  private void onVerified(NodeId from, @Nullable Boolean inForce) {
    RevocationList newest = trust.newest();
    if (inForce == null) {
      engine.counters().increment("dropped.crl.forged");
      offers.replace(from, NONE);
    } else if (inForce && newest != null) {
      engine.counters().increment("crl.received");
      onNewer.accept(newest);
      announce();
    }
    downloadNewest();
  }

  private Offer own() {
    RevocationList newest = trust.newest();
    return newest == null ? NONE : new Offer(newest.number(), newest.encoded().length);
  }

  private void send(NodeId peer, CrlMessage message) {
    overlay.sendToPeer(peer, CHANNEL, message.encode());
  }
}
