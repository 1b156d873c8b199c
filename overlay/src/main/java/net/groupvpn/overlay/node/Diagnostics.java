package net.groupvpn.overlay.node;

import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.survey.SiblingView;
import net.groupvpn.overlay.survey.Survey;

/**
 * Traces, broadcasts and surveys of one node: lets it ask others, and answer those who ask. Nothing
 * of it at first, and not in the public overlay. Engine thread.
 */
public final class Diagnostics {
  private final NodeParts parts;

  Diagnostics(NodeParts parts) {
    this.parts = parts;
  }

  /** Lets it trace ways and answer those who do; at most once. */
  public Tracer enableTracing() {
    return new Tracer(parts.engine, parts.router, () -> OwnLinks.describe(parts.self, parts.table));
  }

  /** Lets it ask all nodes and answer those who do; at most once. */
  public Broadcaster enableBroadcasts() {
    Broadcaster broadcaster =
        new Broadcaster(parts.engine, parts.self, parts.table, parts.sessions::send);
    parts.events.setBroadcaster(broadcaster);
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
        parts.engine,
        enableBroadcasts(),
        () -> OwnLinks.describe(parts.self, parts.table),
        () -> new SiblingView(parts.self, parts.table.isJoined(), parts.table.siblings()),
        parts.table.density().siblings(),
        version);
  }
}
