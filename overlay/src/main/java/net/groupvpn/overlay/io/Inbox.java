package net.groupvpn.overlay.io;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The engine's bounded input queues. Finished work, commands, observations and sealed control take
 * precedence over each other in that order, and over unauthenticated input. But no lane starves
 * another: an input that waits is passed over only a few times ({@link Lane#patience}), however
 * many come on the lanes above. So what programs of this machine have the engine do costs its peers
 * no keepalive, and forged sealed frames cannot shut newcomers out. Any thread offers; the engine
 * thread takes.
 */
final class Inbox {
  /** Lanes in order of precedence. */
  enum Lane {
    WORK(Integer.MAX_VALUE, 8),
    COMMAND(1_024, 8),
    OBSERVED(1_024, 8),
    SEALED(4_096, 8),
    UNAUTHENTICATED(1_024, 32);

    /** Most inputs that may wait; finished work is limited where it is started. */
    final int capacity;

    /** Most turns of other lanes while an input waits on this one. */
    final int patience;

    Lane(int capacity, int patience) {
      this.capacity = capacity;
      this.patience = patience;
    }
  }

  /** One lane's queue, and how many turns others have had while its first input waits. */
  private static final class Waiting {
    private final Queue<Input> inputs = new ArrayDeque<>();
    private int passedOver;
  }

  private final Map<Lane, Waiting> lanes = new EnumMap<>(Lane.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  Inbox() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new Waiting());
    }
  }

  /** Queues an input; false if its lane is full. */
  boolean offer(Lane lane, Input input) {
    lock.lock();
    try {
      Queue<Input> queue = waiting(lane).inputs;
      if (queue.size() >= lane.capacity) {
        return false;
      }
      queue.add(input);
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next input; waits for one.
   *
   * @param waitNanos longest wait; 0 or less does not wait
   * @param withUnauthenticated whether the engine has room for more unauthenticated input
   * @return null if none arrived in time
   */
  @Nullable Input poll(long waitNanos, boolean withUnauthenticated) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = waitNanos;
      Input input = next(withUnauthenticated);
      while (input == null && left > 0) {
        left = arrived.awaitNanos(left);
        input = next(withUnauthenticated);
      }
      return input;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Input next(boolean withUnauthenticated) {
    Lane chosen = null;
    boolean isOverdue = false;
    for (Lane lane : Lane.values()) {
      Waiting waiting = waiting(lane);
      boolean mayBeTaken = lane != Lane.UNAUTHENTICATED || withUnauthenticated;
      if (!mayBeTaken || waiting.inputs.isEmpty()) {
        continue;
      }
      boolean isLaneOverdue = waiting.passedOver >= lane.patience;
      if (chosen == null || (isLaneOverdue && !isOverdue)) {
        chosen = lane;
        isOverdue = isLaneOverdue;
      }
      waiting.passedOver++;
    }
    if (chosen == null) {
      return null;
    }
    Waiting taken = waiting(chosen);
    taken.passedOver = 0;
    return taken.inputs.poll();
  }

  private Waiting waiting(Lane lane) {
    Waiting waiting = lanes.get(lane);
    if (waiting == null) {
      throw new IllegalStateException("no lane " + lane);
    }
    return waiting;
  }
}
