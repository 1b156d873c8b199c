package net.groupvpn.overlay.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Costly cryptography that must not stall the engine: the shell calls {@link #run} on any thread
 * (or inline, in simulations), then hands the object back through {@code Engine.onWorkDone} on the
 * engine's thread.
 *
 * @param <R> what the task finds out
 */
public final class Work<R> {
  private final Supplier<R> task;
  private final Consumer<R> continuation;
  private final @Nullable Supplier<R> fallback;
  private volatile R result;

  @SuppressWarnings("NullAway.Init")
  Work(Supplier<R> task, @Nullable Supplier<R> fallback, Consumer<R> continuation) {
    this.task = task;
    this.fallback = fallback;
    this.continuation = continuation;
  }

  /** Does the work; touches nothing of the engine. */
  public void run() {
    result = task.get();
  }

  /**
   * Has the work count as refused, since {@link #run} threw. The engine is told all the same: it
   * holds state for what it has asked.
   *
   * @return false if nobody outside has a say in what the task worked on; then the throw is our own
   *     doing
   */
  public boolean refuse() {
    if (fallback == null) {
      return false;
    }
    result = fallback.get();
    return true;
  }

  void complete() {
    continuation.accept(result);
  }
}
