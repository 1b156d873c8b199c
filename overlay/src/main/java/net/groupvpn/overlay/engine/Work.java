package net.groupvpn.overlay.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Costly cryptography that must not stall the engine. The shell calls {@link #run} on any thread
 * (or inline, in simulations), then returns the object through {@code Engine.onWorkDone} on the
 * engine thread.
 *
 * @param <R> the task's result
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

  /** Does the work; must not touch the engine. */
  public void run() {
    result = task.get();
  }

  /**
   * Marks the work as refused, because {@link #run} threw. The engine is told all the same, because
   * it holds state for it.
   *
   * @return false if the task worked on this node's own data; then the exception is a bug
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
