package net.groupvpn.overlay.node;

import net.groupvpn.overlay.broadcast.Broadcaster;
import net.groupvpn.overlay.routing.Tracer;
import net.groupvpn.overlay.survey.SiblingView;
import net.groupvpn.overlay.survey.Survey;

/**
 * Traces, broadcasts and surveys of one node: questions to others, and answers to theirs. All are
 * off at first, and never enabled in the public overlay. Engine thread.
 */
public final class Diagnostics {
  private final NodeParts parts;

  Diagnostics(NodeParts parts) {
    this.parts = parts;
  }

  /** Enables traces, and answers to them; at most once. */
  public Tracer enableTracing() {
    return new Tracer(parts.engine, parts.router, () -> OwnLinks.describe(parts.self, parts.table));
  }

  /** Enables questions to all nodes, and answers to them; at most once. */
  public Broadcaster enableBroadcasts() {
    Broadcaster broadcaster =
        new Broadcaster(parts.engine, parts.self, parts.table, parts.sessions::send);
    parts.events.setBroadcaster(broadcaster);
    return broadcaster;
  }

  /**
   * Enables questions to all nodes about themselves, and answers to them; in place of {@link
   * #enableBroadcasts}.
   *
   * @param version this program's version, as others see it
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
