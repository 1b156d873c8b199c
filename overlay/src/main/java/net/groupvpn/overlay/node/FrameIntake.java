package net.groupvpn.overlay.node;

import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.session.SessionLayer;
import org.jspecify.annotations.Nullable;

/**
 * Passes a realm's frames of every path to the session layer, until the node leaves. Engine thread.
 */
final class FrameIntake {
  private final EndpointRules rules;
  private final SessionLayer sessions;
  private final Counters counters;
  private boolean closed;

  FrameIntake(EndpointRules rules, SessionLayer sessions, Counters counters) {
    this.rules = rules;
    this.sessions = sessions;
    this.counters = counters;
  }

  /** As {@link SessionLayer#onFrame(Path, NodeId, byte[])}. */
  void onFrame(Path from, @Nullable NodeId carrier, byte[] frame) {
    Endpoint endpoint = from.endpoint();
    if (endpoint != null && !rules.mayUse(endpoint)) {
      counters.increment(OverlayCounter.DROPPED_FRAME_FROM_GROUP);
    } else if (!closed) {
      sessions.onFrame(from, carrier, frame);
    }
  }

  /** Drops all frames from now on. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }
}
