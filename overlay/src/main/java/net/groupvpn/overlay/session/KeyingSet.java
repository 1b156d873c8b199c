package net.groupvpn.overlay.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.time.TimerName;

/**
 * The keyings of one session. When both ends initiate, both handshakes may finish; each end then
 * sends on the one whose client has the lower ID, takes records of both, and drops the other after
 * 10 s. The rule must not revive keys that the peer has lost in a restart: both are pinged, and one
 * that stays silent gives way to one that answers.
 */
final class KeyingSet {
  /** Keyings at a time; a peer that makes more loses the oldest. */
  static final int MAX_KEYINGS = 4;

  static final int CHECKS = 10;
  static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What the set needs of its session. */
  interface Owner {
    void ping(Keying keying);

    /** Another keying is used from now on, or one less can be opened. */
    void onKeyingsChanged();

    /** No more records of this keying are wanted. */
    void onDropped(Keying keying);
  }

  private final SessionContext context;
  private final Owner owner;
  private final List<Keying> newestFirst = new ArrayList<>();
  private Keying active;
  private long duplicateSinceNanos;
  private int checks;

  KeyingSet(SessionContext context, Owner owner, Keying first) {
    this.context = context;
    this.owner = owner;
    this.active = first;
    newestFirst.add(first);
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
    if (newestFirst.size() >= MAX_KEYINGS) {
      owner.onDropped(newestFirst.remove(newestFirst.size() - 1));
    }
    newestFirst.add(0, keying);
    // Stable: of two by the same client the newer comes first.
    active = newestFirst.stream().min(Comparator.comparing(Keying::client)).orElse(keying);
    duplicateSinceNanos = context.nowNanos();
    checks = 0;
    newestFirst.forEach(owner::ping);
    arm();
    owner.onKeyingsChanged();
  }

  private void arm() {
    context
        .engine()
        .setTimer(TimerName.HANDSHAKE_DUPLICATE_DROP, this, CHECK_NANOS, now -> check());
  }

  private void check() {
    checks++;
    if (!active.heardSince(duplicateSinceNanos)) {
      preferOneThatAnswers();
    }
    if (checks >= CHECKS) {
      dropAllButActive();
    } else {
      arm();
    }
  }

  private void preferOneThatAnswers() {
    for (Keying keying : newestFirst) {
      if (keying.heardSince(duplicateSinceNanos)) {
        active = keying;
        owner.onKeyingsChanged();
        return;
      }
    }
    newestFirst.forEach(owner::ping);
  }

  private void dropAllButActive() {
    for (Keying keying : all()) {
      if (keying != active) {
        newestFirst.remove(keying);
        owner.onDropped(keying);
      }
    }
    owner.onKeyingsChanged();
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

  /** Removes one that has expired; false if it was the last. */
  boolean remove(Keying keying) {
    if (newestFirst.size() == 1) {
      return !newestFirst.contains(keying);
    }
    if (newestFirst.remove(keying)) {
      owner.onDropped(keying);
      active = active == keying ? newestFirst.get(0) : active;
      owner.onKeyingsChanged();
    }
    return true;
  }

  void stop() {
    context.engine().cancelTimer(TimerName.HANDSHAKE_DUPLICATE_DROP, this);
  }
}
