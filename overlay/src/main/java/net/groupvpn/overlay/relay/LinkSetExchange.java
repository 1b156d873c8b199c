package net.groupvpn.overlay.relay;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.session.Session;

/** Tells one session's peer this end's legs, and asks for the peer's. */
final class LinkSetExchange {
  /** Longest age of the peer's legs while there is traffic. */
  static final long BUSY_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** The same shortly after the first relay was found. */
  static final long EARLY_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** The same without traffic. */
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Shortest pause between requests. */
  private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /**
   * Shortest pause between the peer's legs that this end acts on, so that a peer cannot make it
   * check relays all the time.
   */
  private static final long MIN_RECEIVED_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final RelayContext context;
  private final Session session;
  private final FarLegs far;
  private long sentNanos = Long.MIN_VALUE / 2;
  private long askedNanos = Long.MIN_VALUE / 2;
  private long receivedNanos = Long.MIN_VALUE / 2;
  private long repliedNanos = Long.MIN_VALUE / 2;

  LinkSetExchange(RelayContext context, Session session, FarLegs far) {
    this.context = context;
    this.session = session;
    this.far = far;
  }

  void askIfOld(long maxAgeNanos) {
    if (context.nowNanos() - askedNanos >= maxAgeNanos) {
      ask();
    }
  }

  void ask() {
    if (mayFollow(askedNanos)) {
      askedNanos = context.nowNanos();
      send(true);
    }
  }

  /** Sends without a request, because something has changed. */
  void tell() {
    if (mayFollow(sentNanos)) {
      send(false);
    }
  }

  /** False if it follows too soon after another one to act on it. */
  boolean onReceived(LinkSet set) {
    boolean isTimely = context.nowNanos() - receivedNanos >= MIN_RECEIVED_GAP_NANOS;
    receivedNanos = context.nowNanos();
    far.replace(set);
    if (set.wantsReply() && mayFollow(repliedNanos)) {
      repliedNanos = context.nowNanos();
      send(false);
    }
    return isTimely;
  }

  private boolean mayFollow(long earlierNanos) {
    return context.nowNanos() - earlierNanos >= MIN_GAP_NANOS;
  }

  private void send(boolean wantsReply) {
    sentNanos = context.nowNanos();
    LinkSet own =
        new LinkSet(wantsReply, context.legs().describeFor(session.peer(), context.nowNanos()));
    session.send(own.toMessage());
  }
}
