package net.groupvpn.client.part;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be undone, last thing first; one failure does not keep the others from happening. */
public final class Undo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Undo.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  /** Something to do at the end. */
  interface Action {
    void run() throws Exception;
  }

  private record Step(String what, Action action) {}

  /** Remembers a step; {@code what} is for the log, such as {@code close the device}. */
  synchronized void push(String what, Action action) {
    steps.push(new Step(what, action));
  }

  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      LOG.debug("stopping: {}", step.what);
      try {
        step.action.run();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.warn("while stopping, could not {}: {}", step.what, e.toString());
      }
    }
  }
}
