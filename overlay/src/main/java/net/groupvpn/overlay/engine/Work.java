package net.groupvpn.overlay.engine;

import java.util.function.Consumer;
import java.util.function.Supplier;

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
  private volatile R result;

  @SuppressWarnings("NullAway.Init")
  Work(Supplier<R> task, Consumer<R> continuation) {
    this.task = task;
    this.continuation = continuation;
  }

  /** Does the work; touches nothing of the engine. */
  public void run() {
    result = task.get();
  }

  void complete() {
    continuation.accept(result);
  }
}
