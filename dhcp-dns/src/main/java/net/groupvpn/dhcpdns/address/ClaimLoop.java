package net.groupvpn.dhcpdns.address;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.groupvpn.overlay.dht.Dht.Claim;
import net.groupvpn.overlay.dht.Dht.ClaimListener;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Claims one candidate after another until one is held, once the overlay is joined; starts again
 * when it is lost. While one is held, a better one may be wished for: it is claimed beside the
 * other, and replaces it once both are held. The hash table renews what is held. Engine thread
 * only.
 *
 * @param <T> what is claimed
 */
public final class ClaimLoop<T> {
  /** After this many refusals in a row the search pauses. */
  public static final int MAX_TRIES_IN_A_ROW = 16;

  /** How long it pauses. */
  public static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** A wish that is taken is tried again after this, then after twice as long each time. */
  static final long FIRST_WISH_NANOS = TimeUnit.SECONDS.toNanos(5);

  static final long MAX_WISH_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** Decides what to claim, and hears the outcome. */
  public interface Candidates<T> {
    /** The next one to claim. */
    T next();

    /** Its key in the hash table. */
    NodeId keyOf(T candidate);

    /** The lease's value. */
    byte[] valueOf(T candidate);

    /** It is held from now on. */
    void onHeld(T candidate, long generation);

    /** Another member has it, or it is reserved for one. */
    void onTaken(T candidate);

    /** It was held and is no longer. */
    void onLost(T candidate, String reason);

    /** It was held until now; the one that was wished for will be said to be held next. */
    void onLeft(T candidate);

    /** Too many were taken in a row; the search goes on after a pause. */
    void onExhausted();
  }

  private final Overlay overlay;
  private final Engine engine;
  private final TimerName retryTimer;
  private final Candidates<T> candidates;
  private final Object wishTimer = new Object();
  private @Nullable Attempt attempt;
  private @Nullable Attempt besides;
  private @Nullable T wished;
  private long wishDelayNanos = FIRST_WISH_NANOS;
  private int tries;
  private boolean started;

  /** A loop that lives as long as the overlay; {@code retryTimer} belongs to it alone. */
  public ClaimLoop(Overlay overlay, Engine engine, TimerName retryTimer, Candidates<T> candidates) {
    this(candidates, overlay, engine, retryTimer);
    overlay.addListener(
        new Overlay.Listener() {
          @Override
          public void onJoined() {
            ClaimLoop.this.onJoined();
          }
        });
  }

  private ClaimLoop(
      Candidates<T> candidates, Overlay overlay, Engine engine, TimerName retryTimer) {
    this.overlay = overlay;
    this.engine = engine;
    this.retryTimer = retryTimer;
    this.candidates = candidates;
  }

  /** One of many loops that come and go; whoever has it calls {@link #onJoined}. */
  public static <T> ClaimLoop<T> ofMany(
      Overlay overlay, Engine engine, TimerName retryTimer, Candidates<T> candidates) {
    return new ClaimLoop<>(candidates, overlay, engine, retryTimer);
  }

  /** The overlay has been joined, for the first time or again. */
  public void onJoined() {
    tryNext();
    tryWish();
  }

  /** Starts, at once or when the overlay is joined. */
  public void start() {
    started = true;
    tryNext();
  }

  /** Gives back what is held, and stops. */
  public void stop() {
    started = false;
    engine.cancelTimer(retryTimer, this);
    wish(null);
    Attempt current = attempt;
    attempt = null;
    if (current != null) {
      current.release();
    }
  }

  /**
   * Changes over to {@code better} as soon as it can be held, however long that takes; null for
   * nothing better than what is held.
   */
  public void wish(@Nullable T better) {
    if (Objects.equals(wished, better)) {
      return;
    }
    wished = better;
    wishDelayNanos = FIRST_WISH_NANOS;
    engine.cancelTimer(retryTimer, wishTimer);
    Attempt current = besides;
    besides = null;
    if (current != null) {
      current.release();
    }
    tryWish();
  }

  /** Gives back what is held or being claimed, if {@code mayKeep} says so, and begins anew. */
  public void keepOnly(Predicate<T> mayKeep, String reason) {
    Attempt current = attempt;
    if (current == null || mayKeep.test(current.candidate)) {
      return;
    }
    attempt = null;
    current.release();
    if (current.isHeld) {
      candidates.onLost(current.candidate, reason);
    }
    tryNext();
  }

  /** What is held now, or null. */
  public @Nullable T held() {
    Attempt current = attempt;
    return current != null && current.isHeld ? current.candidate : null;
  }

  /** The generation of the lease held, 0 without one. */
  public long generation() {
    Attempt current = attempt;
    return current != null && current.claim != null && current.isHeld
        ? current.claim.generation()
        : 0;
  }

  /** Until when it is held if no renewal succeeds, boot time; 0 without a lease. */
  public long heldUntilNanos() {
    Attempt current = attempt;
    return current != null && current.claim != null && current.isHeld
        ? current.claim.heldUntilNanos()
        : 0;
  }

  /** Updates the lease's value to the present one. */
  public void updateValue() {
    Attempt current = attempt;
    if (current != null && current.claim != null) {
      current.claim.update(candidates.valueOf(current.candidate));
    }
  }

  private void tryNext() {
    if (started && attempt == null && overlay.isJoined() && !engine.isTimerSet(retryTimer, this)) {
      Attempt wish = besides;
      if (wish != null) {
        besides = null;
        attempt = wish;
        return;
      }
      Attempt next = new Attempt(candidates.next());
      attempt = next;
      next.begin();
    }
  }

  private void tryWish() {
    Attempt current = attempt;
    T better = wished;
    if (started
        && better != null
        && besides == null
        && current != null
        && current.isHeld
        && !current.candidate.equals(better)
        && overlay.isJoined()
        && !engine.isTimerSet(retryTimer, wishTimer)) {
      Attempt wish = new Attempt(better);
      besides = wish;
      wish.begin();
    }
  }

  private void tryWishLater() {
    engine.setTimer(retryTimer, wishTimer, wishDelayNanos, now -> tryWish());
    wishDelayNanos = Math.min(2 * wishDelayNanos, MAX_WISH_NANOS);
  }

  /** One candidate that is being claimed or is held. */
  private final class Attempt implements ClaimListener {
    private final T candidate;
    private @Nullable Claim claim;
    private boolean isHeld;

    Attempt(T candidate) {
      this.candidate = candidate;
    }

    void begin() {
      NodeId key = candidates.keyOf(candidate);
      if (overlay.dht().mayClaim(key)) {
        claim = overlay.dht().claim(key, candidates.valueOf(candidate), this);
      } else {
        // Another loop of this node has it.
        onRefused();
      }
    }

    void release() {
      if (claim != null) {
        claim.release();
      }
    }

    @Override
    public void onHeld(Claim confirmed) {
      if (besides == this) {
        replace();
      }
      if (attempt == this) {
        tries = 0;
        isHeld = true;
        candidates.onHeld(candidate, confirmed.generation());
        tryWish();
      }
    }

    private void replace() {
      Attempt before = attempt;
      besides = null;
      attempt = this;
      if (before != null) {
        before.release();
        candidates.onLeft(before.candidate);
      }
    }

    @Override
    public void onTaken(Claim refused, NodeId owner) {
      onRefused();
    }

    @Override
    public void onReserved(Claim refused) {
      onRefused();
    }

    private void onRefused() {
      if (besides == this) {
        besides = null;
        tryWishLater();
      } else if (attempt == this) {
        attempt = null;
        candidates.onTaken(candidate);
        if (++tries >= MAX_TRIES_IN_A_ROW) {
          rest();
        }
        tryNext();
      }
    }

    @Override
    public void onLost(Claim lost, String reason) {
      if (attempt == this) {
        attempt = null;
        candidates.onLost(candidate, reason);
        tryNext();
      }
    }

    private void rest() {
      tries = 0;
      candidates.onExhausted();
      engine.setTimer(retryTimer, ClaimLoop.this, REST_NANOS, now -> tryNext());
    }
  }
}
