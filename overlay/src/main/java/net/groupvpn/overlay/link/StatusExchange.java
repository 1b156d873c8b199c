package net.groupvpn.overlay.link;

import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.wire.WireException;
import org.jspecify.annotations.Nullable;

/** Tells peers of changes in LINK_STATUS messages, repeated until answered, and handles theirs. */
final class StatusExchange {
  private static final int NO_ANSWER = 0;
  private static final int MAX_TRIES = 4;
  private static final long RETRY_NANOS = 1_000_000_000L;

  private final Engine engine;
  private final LinkTable table;
  private final OwnCandidates candidates;

  StatusExchange(Engine engine, LinkTable table, OwnCandidates candidates) {
    this.engine = engine;
    this.table = table;
    this.candidates = candidates;
  }

  /**
   * Tells the peer this end's view, soon and until it answers; changes in the meantime are sent
   * together.
   */
  void announce(Link link) {
    link.nextStatus();
    engine.setTimer(TimerName.LINK_STATUS, link.peer(), 0, now -> send(link));
  }

  /** Sets or drops a reason of this end, and tells the other end. */
  void setReason(Link link, LinkReason reason, boolean wanted) {
    if (link.set(reason, wanted)) {
      announce(link);
    }
  }

  /** Repeats the view once, in case the peer has a wrong one. */
  void refresh(Link link) {
    link.session().send(status(link, NO_ANSWER, false));
  }

  /** Where this node may be reached now. */
  Offer offer() {
    return candidates.offer();
  }

  void forget(Link link) {
    engine.cancelTimer(TimerName.LINK_STATUS, link.peer());
  }

  private void send(Link link) {
    if (table.find(link.peer()) != link) {
      return;
    }
    link.session().send(status(link, NO_ANSWER, true));
    int tries = link.countStatusTry();
    if (tries < MAX_TRIES) {
      engine.setTimer(TimerName.LINK_STATUS, link.peer(), RETRY_NANOS * tries, now -> send(link));
    }
  }

  private byte[] status(Link link, int answers, boolean wantsReply) {
    return new LinkStatus(
            link.life(),
            link.statusSequence(),
            answers,
            wantsReply,
            table.isJoined(),
            link.isLastResort(),
            link.reasons(),
            link.endpoint(),
            link.endpoint() == null ? candidates.offer() : candidates.publicOffer())
        .toMessage();
  }

  /** Reads a LINK_STATUS message; null if malformed. */
  @Nullable LinkStatus parse(byte[] message) {
    try {
      return LinkStatus.parse(message);
    } catch (WireException e) {
      engine.counters().increment(OverlayCounter.DROPPED_LINK_STATUS_MALFORMED);
      return null;
    }
  }

  /** Applies what the peer says. */
  void onMessage(Link link, LinkStatus status) {
    if (!link.onPeerStatus(status)) {
      engine.counters().increment(OverlayCounter.DROPPED_LINK_STATUS_OLD);
    } else if (status.observed() != null && link.endpoint() != null) {
      candidates.onObserved(link.endpoint(), status.observed());
    }
    if (status.wantsReply()) {
      link.session().send(status(link, status.sequence(), false));
    } else if (status.answers() == link.statusSequence()) {
      engine.cancelTimer(TimerName.LINK_STATUS, link.peer());
    }
  }
}
