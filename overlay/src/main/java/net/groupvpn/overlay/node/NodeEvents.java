package net.groupvpn.overlay.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.Link;
import net.groupvpn.overlay.link.StrangerLimits;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.SessionEnd;
import net.groupvpn.overlay.session.SessionEvents;
import org.jspecify.annotations.Nullable;

/** Passes the session layer's events to the parts of a node that they concern. Engine thread. */
final class NodeEvents implements SessionEvents {
  private final Counters counters;
  private final List<Overlay.Listener> listeners = new ArrayList<>();
  private @Nullable NodeParts connected;
  private @Nullable StrangerLimits limits;
  private @Nullable Broadcaster broadcaster;

  NodeEvents(Counters counters) {
    this.counters = counters;
  }

  /** Called once, before there is any session. */
  void connect(NodeParts parts) {
    connected = parts;
  }

  /** Has sessions checked when they begin or move. */
  void setLimits(StrangerLimits strangerLimits) {
    limits = strangerLimits;
  }

  private void checkLimits(Session session) {
    if (limits != null) {
      limits.check(session);
    }
  }

  void setBroadcaster(Broadcaster enabled) {
    if (broadcaster != null) {
      throw new IllegalStateException("broadcasts are enabled already");
    }
    broadcaster = enabled;
  }

  void addListener(Overlay.Listener listener) {
    listeners.add(listener);
  }

  /** The node has joined. */
  void onJoined() {
    tell(Overlay.Listener::onJoined);
  }

  @Override
  public void onEstablished(Session session) {
    parts().links.onEstablished(session);
    begin(session);
  }

  private void begin(Session session) {
    parts().streams.onPath(session);
    parts().relays.onEstablished(session);
    tell(listener -> listener.onSessionUp(session));
    checkLimits(session);
  }

  @Override
  public void onPathChanged(Session session, Path previous) {
    parts().links.onPathChanged(session, previous);
    parts().streams.onPath(session);
    parts().relays.onPathChanged(session, previous);
    checkLimits(session);
  }

  @Override
  public void onClosed(Session session, SessionEnd end) {
    parts().router.forgetRoute(session.peer());
    parts().links.onClosed(session, end.isPeerGone());
    forget(session);
    tell(listener -> listener.onSessionDown(session));
  }

  /** Each part forgets the session and treats it as a new one. */
  @Override
  public void onBegunAnew(Session session) {
    parts().router.forgetRoute(session.peer());
    Link former = parts().links.onClosed(session, false);
    forget(session);
    tell(listener -> listener.onSessionDown(session));
    parts().links.onBegunAnew(session, former);
    begin(session);
  }

  private void forget(Session session) {
    parts().streams.forget(session.peer());
    parts().relays.onClosed(session);
    parts().links.onRelayGone(session.peer());
    if (limits != null) {
      limits.forget(session);
    }
  }

  @Override
  public void onPathFailing(Session session) {
    parts().links.onPathFailing(session);
  }

  @Override
  public void onHandshakeFailed(Path path, @Nullable NodeId expected, String reason) {
    if (expected != null) {
      parts().router.forgetRoute(expected);
    }
    parts().links.onHandshakeFailed(path, expected);
    parts().joiner.onHandshakeFailed(path);
  }

  @Override
  public void onMessage(Session session, Path from, MessageType type, byte[] message) {
    NodeId peer = session.peer();
    switch (type) {
      case ROUTED -> parts().router.onRouted(peer, message);
      case NO_ROUTE -> parts().router.onNoRoute(peer, message);
      case ROUTE_REQUEST -> parts().router.onRouteRequest(peer, message);
      case ROUTE_ANSWER -> parts().router.onRouteAnswer(peer, message);
      case LINK_STATUS -> parts().links.onStatus(session, message);
      case MOVED_TO -> parts().links.onMovedTo(session, message);
      case FILTER_TEST -> parts().filterCheck.onTest(session, message);
      case FILTER_ANSWER -> parts().filterCheck.onAnswer(message);
      case SIBLINGS -> parts().joiner.onSiblings(peer, message);
      case STREAM_OFFER -> parts().streams.onOffer(session, message);
      case RELAY, RELAYED, RELAY_REFUSED, RELAY_OFFER, LINK_SET, RELAY_CHECK, RELAY_CHECKED ->
          parts().relays.onMessage(session, from, type, message);
      case SPREAD, SPREAD_ANSWER -> onBroadcast(peer, message);
      case CHANNEL -> parts().channels.onMessage(session, message);
      default -> counters.increment(OverlayCounter.DROPPED_MESSAGE_UNKNOWN);
    }
  }

  private void onBroadcast(NodeId peer, byte[] message) {
    if (broadcaster == null) {
      counters.increment(OverlayCounter.DROPPED_MESSAGE_UNKNOWN);
    } else {
      broadcaster.onMessage(peer, message);
    }
  }

  private void tell(Consumer<Overlay.Listener> what) {
    List.copyOf(listeners).forEach(what);
  }

  private NodeParts parts() {
    return Objects.requireNonNull(connected, "not connected yet");
  }
}
