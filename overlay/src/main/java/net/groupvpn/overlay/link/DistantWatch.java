package net.groupvpn.overlay.link;

import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.session.Sessions;
import net.groupvpn.overlay.time.TimerName;

/**
 * Decides when a session without a link has come to stay, as where only neighbours can talk. Its
 * messages must come by this overlay, since routed frames for the peer do: a session that the
 * public overlay carries is asked to move.
 */
final class DistantWatch {
  /** How long a session waits for a link. */
  static final long DISTANT_NANOS = 1_500_000_000L;

  private final Engine engine;
  private final Sessions sessions;
  private final LinkTable table;
  private final Consumer<Link> onDistant;

  DistantWatch(Engine engine, Sessions sessions, LinkTable table, Consumer<Link> onDistant) {
    this.engine = engine;
    this.sessions = sessions;
    this.table = table;
    this.onDistant = onDistant;
  }

  /** The session is no link, or no more. */
  void expectLink(Link link) {
    engine.setTimer(TimerName.LINK_DISTANT, link.peer(), DISTANT_NANOS, now -> check(link));
  }

  private void check(Link link) {
    if (table.find(link.peer()) == link && !link.isUp()) {
      link.setDistant();
      askToMove(link);
      tell(link);
    }
  }

  /** The session's path has changed. */
  void tell(Link link) {
    if (link.isDistant()) {
      onDistant.accept(link);
    }
  }

  /** To be repeated now and then. */
  void askToMove(Link link) {
    Session session = link.session();
    if (session.path() instanceof PublicOverlayPath) {
      sessions.probe(session, new OverlayPath(link.peer(), null));
    }
  }

  void forget(Link link) {
    engine.cancelTimer(TimerName.LINK_DISTANT, link.peer());
  }
}
