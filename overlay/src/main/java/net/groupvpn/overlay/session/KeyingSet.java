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
 * them are taken. Which one to send on, {@link KeyingChoice} says; but the choice must not revive
 * keys that the peer has lost in a restart: one that stays silent gives way to one that answers.
 *
 * <p>After a further handshake each end pings on what it sends on, every second. What the peer no
 * longer uses is dropped after 10 s, and not before: records may still be on their way, and the
 * server goes on with the former keys until it has seen the client use the new ones.
 */
final class KeyingSet {
  /** Keyings at a time; a peer that makes more loses the oldest. */
  static final int MAX_KEYINGS = 4;

  /** How many seconds the former keyings are kept. */
  static final int CHECKS = 10;

  static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A keying on which nothing came for this long is not used by the peer, which pings. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * How long a client may take to use new keys. It may get the server's word late, and must not
   * find them forgotten.
   */
  private static final long UNCONFIRMED_NANOS =
      HandshakeExchange.GIVE_UP_NANOS + TimeUnit.SECONDS.toNanos(10);

  /** What the set needs of its session. */
  interface Owner {
    void ping(Keying keying);

    /** Another keying is used from now on. */
    void onActiveChanged();

    /** The data plane must know that one more or one less can be opened. */
    void onDataPlaneChanged();

    /** No more records of this keying are wanted. */
    void onDropped(Keying keying);

    /** The only one has grown too old. */
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

  /** Begins to let them expire. */
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

  /** The one to send on. */
  Keying active() {
    return active;
  }

  /** All whose records are taken, newest first. */
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

  /** The peer has no other. */
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
   * The peer has ended its session: drops the keying that says so, and all older ones, which it may
   * have lost in a restart. A newer one stays, since then the word was overtaken by a new
   * handshake; false if there is none.
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
