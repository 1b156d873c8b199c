package net.groupvpn.overlay.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.time.TimerName;

/**
 * The keyings of one session: one, or more for a while after a further handshake. Records of all of
 * them are taken. {@link KeyingChoice} decides which one to send with. But the choice must not
 * revive keys that the peer has lost in a restart: a silent keying gives way to one that answers.
 *
 * <p>After a further handshake each end pings every second with the keying that it sends with. A
 * keying that the peer no longer uses is dropped after 10 s and not earlier: records may still be
 * on their way, and the server keeps the former keys until it has seen the client use the new ones.
 */
final class KeyingSet {
  /** Most keyings at a time; a peer that makes more loses the oldest. */
  static final int MAX_KEYINGS = 4;

  /** How many seconds the former keyings are kept. */
  static final int CHECKS = 10;

  static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A keying without any record for this long is not used by the peer, which pings. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long a client may take to use new keys. It may get the server's READY late, and must still
   * find the keys.
   */
  private static final long UNCONFIRMED_NANOS =
      HandshakeExchange.GIVE_UP_NANOS + TimeUnit.SECONDS.toNanos(10);

  /** What the set needs of its session. */
  interface Owner {
    void ping(Keying keying);

    /** Another keying is used from now on. */
    void onActiveChanged();

    /** The data plane must know that the set of keyings that can be opened has changed. */
    void onDataPlaneChanged();

    /** Records of this keying are no longer accepted. */
    void onDropped(Keying keying);

    /** The only keying has become too old. */
    void onLastExpired();
  }

  private final SessionContext context;
  private final Owner owner;
  private final List<Keying> newestFirst = new ArrayList<>();
  private Keying active;
  private long addedNanos;
  private int checks;

  KeyingSet(SessionContext context, Owner owner, Keying first) {
    this.context = context;
    this.owner = owner;
    this.active = first;
    newestFirst.add(first);
  }

  /** Starts the expiry of keyings. */
  void start() {
    armExpiry(active);
  }

  private void armExpiry(Keying keying) {
    long nanos = context.owner().times().expireNanos();
    context.engine().setTimer(TimerName.SESSION_EXPIRE, keying, nanos, now -> expire(keying));
  }

  private void expire(Keying keying) {
    if (!remove(keying)) {
      owner.onLastExpired();
    }
  }

  private void drop(Keying keying) {
    context.engine().cancelTimer(TimerName.SESSION_EXPIRE, keying);
    owner.onDropped(keying);
  }

  /** The keying to send with. */
  Keying active() {
    return active;
  }

  /** All keyings whose records are accepted, newest first. */
  List<Keying> all() {
    return List.copyOf(newestFirst);
  }

  /** Adds the outcome of one more handshake with the same peer. */
  void add(Keying keying) {
    armExpiry(keying);
    if (newestFirst.size() >= MAX_KEYINGS) {
      dropOldest();
    }
    newestFirst.add(0, keying);
    addedNanos = context.nowNanos();
    checks = 0;
    owner.onDataPlaneChanged();
    choose();
    newestFirst.forEach(owner::ping);
    arm();
  }

  private void dropOldest() {
    int last = newestFirst.size() - 1;
    drop(newestFirst.remove(newestFirst.get(last) == active ? last - 1 : last));
  }

  /** The peer has begun to use this keying. */
  void onConfirmed() {
    choose();
  }

  /** The peer has no other keying. */
  void useLastHeard() {
    use(Collections.max(newestFirst, Comparator.comparingLong(Keying::heardNanos)));
  }

  private void choose() {
    use(KeyingChoice.choose(newestFirst, active));
  }

  private void use(Keying chosen) {
    if (chosen != active) {
      active = chosen;
      owner.onActiveChanged();
    }
  }

  private void arm() {
    context.engine().setTimer(TimerName.KEYING_CHECK, this, CHECK_NANOS, now -> check());
  }

  private void check() {
    checks++;
    if (!active.heardSince(addedNanos)) {
      preferOneThatAnswers();
    } else if (checks >= CHECKS) {
      choose();
      dropQuiet();
    }
    if (newestFirst.size() > 1) {
      owner.ping(active);
      arm();
    }
  }

  private void preferOneThatAnswers() {
    for (Keying keying : newestFirst) {
      if (keying.heardSince(addedNanos)) {
        use(keying);
        return;
      }
    }
    newestFirst.forEach(owner::ping);
  }

  private void dropQuiet() {
    for (Keying keying : all()) {
      if (keying != active && isQuiet(keying)) {
        newestFirst.remove(keying);
        drop(keying);
        owner.onDataPlaneChanged();
      }
    }
  }

  private boolean isQuiet(Keying keying) {
    long now = context.nowNanos();
    return keying.isConfirmed()
        ? !keying.heardSince(now - QUIET_NANOS)
        : now - keying.establishedNanos() >= UNCONFIRMED_NANOS;
  }

  /**
   * The peer has ended its session: drops the keying that says so, and all older ones, which the
   * peer may have lost in a restart. A newer one stays, because then a new handshake has overtaken
   * the message; false if there is none.
   */
  boolean removeWithOlder(Keying keying) {
    int at = newestFirst.indexOf(keying);
    if (at <= 0) {
      return at < 0;
    }
    for (Keying older : all().subList(at, newestFirst.size())) {
      remove(older);
    }
    return true;
  }

  /** False if it is the last, which stays. */
  private boolean remove(Keying keying) {
    if (newestFirst.size() == 1) {
      return !newestFirst.contains(keying);
    }
    if (newestFirst.remove(keying)) {
      drop(keying);
      owner.onDataPlaneChanged();
      if (keying == active) {
        use(KeyingChoice.choose(newestFirst, newestFirst.get(0)));
      }
    }
    return true;
  }

  /** The session is over: drops all. */
  void stop() {
    context.engine().cancelTimer(TimerName.KEYING_CHECK, this);
    all().forEach(this::drop);
  }
}
