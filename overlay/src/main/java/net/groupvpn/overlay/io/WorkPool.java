package net.groupvpn.overlay.io;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.groupvpn.overlay.engine.Work;

/**
 * Runs the engine's costly cryptography on a few threads. Work is never lost, because its
 * continuation may hold state: past {@value #FULL} pending tasks it runs on the caller's thread.
 * From {@value #BUSY} on the loop accepts no more unauthenticated input, which causes most of it.
 */
final class WorkPool implements AutoCloseable {
  static final int BUSY = 128;
  static final int FULL = 2_048;
  private static final int MAX_THREADS = 4;

  private final AtomicInteger pending = new AtomicInteger();
  private final Consumer<Work<?>> onDone;
  private final Consumer<RuntimeException> onFailure;
  private final Consumer<Throwable> onCrash;
  private final ExecutorService threads;

  /**
   * Makes a pool.
   *
   * @param onDone called on a worker thread with work that has run
   * @param onFailure called with the exception of a task that works on data from peers; it then
   *     counts as refused
   * @param onCrash called with the exception of any other task
   */
  WorkPool(
      Consumer<Work<?>> onDone,
      Consumer<RuntimeException> onFailure,
      Consumer<Throwable> onCrash,
      ThreadFactory factory) {
    this.onDone = onDone;
    this.onFailure = onFailure;
    this.onCrash = onCrash;
    int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    this.threads = Executors.newFixedThreadPool(count, factory);
  }

  void submit(Work<?> work) {
    if (pending.incrementAndGet() > FULL) {
      run(work);
    } else {
      threads.execute(() -> run(work));
    }
  }

  boolean isBusy() {
    return pending.get() >= BUSY;
  }

  private void run(Work<?> work) {
    try {
      runOrRefuse(work);
      pending.decrementAndGet();
      onDone.accept(work);
    } catch (Throwable e) {
      onCrash.accept(e);
    }
  }

  private void runOrRefuse(Work<?> work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (!work.refuse()) {
        throw e;
      }
      onFailure.accept(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
