package net.groupvpn.client.dataplane;

import java.io.IOException;
import java.util.List;
import net.groupvpn.client.device.Waiter;

/**
 * One thread of the data plane: runs its jobs in turn, each up to a limit, and waits when none had
 * anything to do.
 */
final class PacketLoop {
  private final Waiter waiter;
  private final List<Job> jobs;
  private volatile boolean closing;

  /** Does some work; returns whether there was any. */
  interface Job {
    boolean doSome() throws IOException;
  }

  PacketLoop(Waiter waiter, List<Job> jobs) {
    this.waiter = waiter;
    this.jobs = List.copyOf(jobs);
  }

  /** Runs until {@link #stop}. */
  void run() throws IOException {
    while (!closing) {
      boolean busy = false;
      for (Job job : jobs) {
        busy |= job.doSome();
      }
      if (!busy) {
        waiter.await();
      }
    }
  }

  /** There is work that the waiter does not see; any thread. */
  void wake() {
    waiter.wake();
  }

  /** Ends the loop; any thread. */
  void stop() {
    closing = true;
    waiter.wake();
  }

  /** To be called once {@link #run} has ended. */
  void close() {
    waiter.close();
  }
}
