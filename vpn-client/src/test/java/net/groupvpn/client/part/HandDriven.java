package net.groupvpn.client.part;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks at once, on the caller's thread, and delayed ones when the test says so. */
final class HandDriven extends ScheduledThreadPoolExecutor {
  private final List<Runnable> delayed = new ArrayList<>();
  private long delaySeconds;

  HandDriven() {
    super(0);
  }

  @Override
  public void execute(Runnable task) {
    if (isShutdown()) {
      throw new RejectedExecutionException("ended");
    }
    task.run();
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    ScheduledFuture<?> never = super.schedule(() -> {}, 1, TimeUnit.DAYS);
    delayed.add(task);
    delaySeconds = unit.toSeconds(delay);
    return never;
  }

  /** How many tasks wait. */
  int waiting() {
    return delayed.size();
  }

  /** How long the last one was to wait. */
  long delaySeconds() {
    return delaySeconds;
  }

  /** Their time has come. */
  void runDelayed() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    due.forEach(Runnable::run);
  }
}
