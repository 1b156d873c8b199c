package net.groupvpn.overlay.relay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.LinkManager;
import net.groupvpn.overlay.link.LinkTable;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.relay.RelayMessages.Carried;
import net.groupvpn.overlay.relay.RelayMessages.Offer;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The relays of one node: finds relays for sessions, sends frames through them, and relays for
 * others. Engine thread only.
 */
public final class RelayManager {
  /** With fewer common neighbours, links are made for the purpose. */
  static final int WANTED_RELAYS = 2;

  /** A change of load of this size is announced. */
  private static final int LOAD_STEP_PERCENT = 20;

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final RelayContext context;
  private final BiConsumer<Path, byte[]> receiver;
  private final RelayForwarder forwarder;
  private final Overlap overlap;
  private final Map<NodeId, RelayFinder> finders = new TreeMap<>();
  private Offer offered = Offer.DEFAULT;
  private boolean enabled = true;

  /** {@code receiver} gets frames that arrive through a relay. */
  public RelayManager(
      Engine engine,
      Sessions sessions,
      LinkManager links,
      LinkTable table,
      NodeId self,
      BiConsumer<Path, byte[]> receiver) {
    this.receiver = receiver;
    context = new RelayContext(engine, sessions, new Legs(table), self, new RelayContext.Choice());
    forwarder = new RelayForwarder(engine, table, self);
    overlap = new Overlap(context, links, table);
  }

  /** Starts to look after the links that relays need. */
  public void start() {
    context.engine().setTimer(TimerName.RELAY_OFFER, this, SWEEP_NANOS, now -> sweep());
  }

  private void sweep() {
    finders.values().forEach(overlap::make);
    overlap.keep(finders.values());
    start();
  }

  /** Permanently disables relaying and the search for relays: for the public overlay. */
  public void disable() {
    enabled = false;
    forwarder.setWilling(false);
  }

  /** Sets how relays are chosen; by latency at first. */
  public void setSelection(RelaySelection selection) {
    context.choice().set(selection);
  }

  /** Sets whether this node relays for others; it does at first. */
  public void setWilling(boolean willing) {
    forwarder.setWilling(willing);
    offer(new Offer(willing, offered.loadPercent()));
  }

  /** Sets this node's relaying load, in percent of its maximum. */
  public void setLoad(int percent) {
    boolean hasChanged = Math.abs(percent - offered.loadPercent()) >= LOAD_STEP_PERCENT;
    if (hasChanged || (percent == 0 && offered.loadPercent() != 0)) {
      offer(new Offer(forwarder.isWilling(), percent));
    }
  }

  private void offer(Offer changed) {
    if (!changed.equals(offered)) {
      offered = changed;
      for (Session session : context.sessions().all()) {
        tellOffer(session);
      }
    }
  }

  private void tellOffer(Session session) {
    if (session.path().isLeg()) {
      session.send(offered.toMessage());
    }
  }

  /** Sends a frame through a relay; best effort. */
  public void send(RelayPath path, byte[] frame) {
    Session leg = context.sessions().find(path.relay());
    if (leg == null || !leg.path().isLeg()) {
      context.count(OverlayCounter.DROPPED_RELAY_NO_LEG);
    } else if (frame.length > RelayMessages.MAX_FRAME_BYTES) {
      context.count(OverlayCounter.DROPPED_RELAY_TOO_LONG);
    } else {
      Carried carried = new Carried(path.node(), frame);
      leg.send(carried.toMessage(MessageType.RELAY));
    }
  }

  /** A session has begun. */
  public void onEstablished(Session session) {
    if (session.path().isLeg()) {
      onLegChanged(session, true);
    } else {
      make(session);
    }
  }

  /** A direct session without traffic needs no relay. */
  private void make(Session session) {
    if (enabled) {
      RelayFinder finder = new RelayFinder(context, session);
      finders.put(session.peer(), finder);
      finder.start();
    }
  }

  /** A session sends on another path. */
  public void onPathChanged(Session session, Path previous) {
    RelayFinder finder = finders.get(session.peer());
    if (finder != null) {
      finder.onPathChanged();
    } else if (!session.path().isLeg()) {
      make(session);
    }
    if (previous.isLeg() != session.path().isLeg()) {
      onLegChanged(session, session.path().isLeg());
    }
  }

  /** A session is over. */
  public void onClosed(Session session) {
    RelayFinder finder = finders.get(session.peer());
    if (finder != null && finder.session() == session) {
      finder.stop();
      finders.remove(session.peer());
    }
    context.legs().forget(session.peer());
    onLegChanged(session, false);
  }

  private void onLegChanged(Session leg, boolean isUp) {
    if (isUp && !offered.equals(Offer.DEFAULT)) {
      tellOffer(leg);
    }
    for (RelayFinder finder : List.copyOf(finders.values())) {
      if (finder.session().peer().equals(leg.peer())) {
        continue;
      }
      if (isUp) {
        finder.onLegUp(leg.peer());
      } else {
        finder.onLost(leg.peer());
      }
    }
  }

  /** Data flows to or from this peer; call it every second or so while it does. */
  public void onTraffic(Session session) {
    if (!finders.containsKey(session.peer())) {
      make(session);
    }
    RelayFinder finder = finders.get(session.peer());
    if (finder != null) {
      finder.onTraffic();
    }
  }

  /** The relay that the session with {@code peer} uses, or null. */
  public @Nullable RelayStatus status(NodeId peer) {
    RelayFinder finder = finders.get(peer);
    return finder == null ? null : finder.status();
  }

  /** Handles a message of one of this package's types. */
  public void onMessage(Session from, Path path, MessageType type, byte[] message) {
    try {
      dispatch(from, path, type, message);
    } catch (WireException e) {
      context.count(OverlayCounter.DROPPED_RELAY_MALFORMED);
    }
  }

  private void dispatch(Session from, Path path, MessageType type, byte[] message)
      throws WireException {
    switch (type) {
      case RELAY -> forwarder.onRelay(from, path, message);
      case RELAYED -> onRelayed(from, path, message);
      case RELAY_REFUSED -> onRefused(from, message);
      case RELAY_OFFER -> onOffer(from, message);
      case LINK_SET -> onLinkSet(from, message);
      case RELAY_CHECK -> onCheck(from, path, message);
      case RELAY_CHECKED -> onChecked(from, path, message);
      default -> context.count(OverlayCounter.DROPPED_RELAY_UNKNOWN);
    }
  }

  private void onRelayed(Session from, Path path, byte[] message) throws WireException {
    Carried carried = Carried.parse(message);
    if (path.isLeg()) {
      receiver.accept(new RelayPath(from.peer(), carried.node()), carried.frame());
    } else {
      context.count(OverlayCounter.DROPPED_RELAY_NESTED);
    }
  }

  private void onRefused(Session from, byte[] message) throws WireException {
    RelayFinder finder = finders.get(RelayMessages.parseRefused(message));
    if (finder == null) {
      context.count(OverlayCounter.DROPPED_RELAY_REFUSED);
    } else {
      finder.onLost(from.peer());
    }
  }

  private void onOffer(Session from, byte[] message) throws WireException {
    Offer offer = Offer.parse(message);
    context.legs().onOffer(from.peer(), offer);
    if (!offer.willing()) {
      List.copyOf(finders.values()).forEach(finder -> finder.onLost(from.peer()));
    }
  }

  private void onLinkSet(Session from, byte[] message) throws WireException {
    LinkSet set = LinkSet.parse(message);
    RelayFinder finder = finders.get(from.peer());
    if (finder != null && finder.onLinkSet(set)) {
      overlap.make(finder);
    }
  }

  private void onCheck(Session from, Path path, byte[] message) throws WireException {
    long token = RelayMessages.parseToken(message);
    if (path instanceof RelayPath) {
      byte[] answer = RelayMessages.token(MessageType.RELAY_CHECKED, token);
      from.sendOn(path, answer);
    } else {
      context.count(OverlayCounter.DROPPED_RELAY_CHECK);
    }
  }

  private void onChecked(Session from, Path path, byte[] message) throws WireException {
    long token = RelayMessages.parseToken(message);
    RelayFinder finder = finders.get(from.peer());
    if (finder != null && path instanceof RelayPath by) {
      finder.onChecked(by.relay(), token);
    } else {
      context.count(OverlayCounter.DROPPED_RELAY_CHECKED);
    }
  }
}
