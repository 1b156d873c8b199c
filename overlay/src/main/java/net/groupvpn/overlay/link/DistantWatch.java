package net.groupvpn.overlay.link;

import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.TimerName;

/**
 * Decides when a session without a link is permanent, for example where only neighbours can talk,
 * or where two members find no hole. A session over the public overlay first tries to move to this
 * overlay, over ordinary links. If there is no such way, it becomes a link of last resort.
 */
final class DistantWatch {
  /** How long a session waits for a link. */
  static final long DISTANT_NANOS = 1_500_000_000L;

  /** How long it may then take to move from the public overlay to this one. */
  static final long MOVE_NANOS = 750_000_000L;

  private final Engine engine;
  private final LinkTable table;
  private final Consumer<Link> onSettled;

  /** {@code onSettled} hears of sessions that have become distant, or links of last resort. */
  DistantWatch(Engine engine, LinkTable table, Consumer<Link> onSettled) {
    this.engine = engine;
    this.table = table;
    this.onSettled = onSettled;
  }

  /** The session is not a link, or no longer one. */
  void expectLink(Link link) {
    engine.setTimer(TimerName.LINK_DISTANT, link.peer(), DISTANT_NANOS, now -> check(link));
  }

  private void check(Link link) {
    if (table.find(link.peer()) != link || link.isUp()) {
      return;
    }
    if (link.session().path() instanceof PublicOverlayPath && !table.isIsolated()) {
      askToMove(link);
      engine.setTimer(TimerName.LINK_DISTANT, link.peer(), MOVE_NANOS, now -> settle(link));
    } else {
      settle(link);
    }
  }

  /**
   * The other end has made it a link of last resort. It sends messages for links right away, so
   * this end waits no longer, unless it reaches the peer over other links.
   */
  void onPeerSettled(Link link) {
    if (link.session().path() instanceof PublicOverlayPath && table.isIsolated()) {
      settle(link);
    }
  }

  private void settle(Link link) {
    if (table.find(link.peer()) == link && !link.isUp()) {
      link.setSettled();
      onSettled.accept(link);
    }
  }

  /** The session's path has changed. */
  void tell(Link link) {
    if (link.isDistant()) {
      onSettled.accept(link);
    }
  }

  /** To be called periodically. */
  void askToMove(Link link) {
    Session session = link.session();
    if (session.path() instanceof PublicOverlayPath && !table.isIsolated()) {
      session.probe(new OverlayPath(link.peer(), null));
    }
  }

  void forget(Link link) {
    engine.cancelTimer(TimerName.LINK_DISTANT, link.peer());
  }
}
