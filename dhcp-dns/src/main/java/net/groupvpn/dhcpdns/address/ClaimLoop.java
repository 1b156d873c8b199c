package net.groupvpn.dhcpdns.address;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.dht.Dht.Claim;
import net.groupvpn.overlay.dht.Dht.ClaimListener;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.time.TimerName;
import org.jspecify.annotations.Nullable;

/**
 * Claims one candidate after another until one is held, once the overlay is joined; starts again
 * when it is lost. The hash table renews what is held. Engine thread only.
 *
 * @param <T> what is claimed
 */
public final class ClaimLoop<T> {
  /** After this many refusals in a row the search pauses. */
  public static final int MAX_TRIES_IN_A_ROW = 16;

  /** How long it pauses. */
  public static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

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

    /** Another member has it. */
    void onTaken(T candidate, NodeId owner);

    /** It was held and is no longer. */
    void onLost(T candidate, String reason);

    /** Too many were taken in a row; the search goes on after a pause. */
    void onExhausted();
  }

  private final Overlay overlay;
  private final Engine engine;
  private final TimerName retryTimer;
  private final Candidates<T> candidates;
  private @Nullable Attempt attempt;
  private int tries;
  private boolean started;

  /** {@code retryTimer} belongs to this loop alone. */
  public ClaimLoop(Overlay overlay, Engine engine, TimerName retryTimer, Candidates<T> candidates) {
    this.overlay = overlay;
    this.engine = engine;
    this.retryTimer = retryTimer;
    this.candidates = candidates;
    overlay.addListener(
        new Overlay.Listener() {
          @Override
          public void onJoined() {
            tryNext();
          }
        });
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
    Attempt current = attempt;
    attempt = null;
    if (current != null && current.claim != null) {
      current.claim.release();
    }
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

  /** Updates the lease's value to the present one. */
  public void updateValue() {
    Attempt current = attempt;
    if (current != null && current.claim != null) {
      current.claim.update(candidates.valueOf(current.candidate));
    }
  }

  private void tryNext() {
    if (started && attempt == null && overlay.isJoined() && !engine.isTimerSet(retryTimer, this)) {
      Attempt next = new Attempt(candidates.next());
      attempt = next;
      next.begin();
    }
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
      claim = overlay.dht().claim(candidates.keyOf(candidate), candidates.valueOf(candidate), this);
    }

    @Override
    public void onHeld(Claim confirmed) {
      if (attempt == this) {
        tries = 0;
        isHeld = true;
        candidates.onHeld(candidate, confirmed.generation());
      }
    }

    @Override
    public void onTaken(Claim refused, NodeId owner) {
      if (attempt == this) {
        attempt = null;
        candidates.onTaken(candidate, owner);
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
