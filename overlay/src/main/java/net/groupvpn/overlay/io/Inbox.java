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
 * precedence over unauthenticated input. That gets at least every {@value #TRUSTED_IN_A_ROW}th
 * turn, so that forged sealed frames cannot shut newcomers out. Observations, however many, take no
 * command's place. Any thread offers; the engine thread takes.
 */
final class Inbox {
  /** Lanes in order of precedence, each with its limit. */
  enum Lane {
    WORK(Integer.MAX_VALUE),
    COMMAND(1_024),
    OBSERVED(1_024),
    SEALED(4_096),
    UNAUTHENTICATED(1_024);

    /** Most inputs that may wait; finished work is limited where it is started. */
    final int capacity;

    Lane(int capacity) {
      this.capacity = capacity;
    }
  }

  static final int TRUSTED_IN_A_ROW = 32;

  private final Map<Lane, Queue<Input>> lanes = new EnumMap<>(Lane.class);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private int trustedInARow;

  Inbox() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new ArrayDeque<>());
    }
  }

  /** Queues an input; false if its lane is full. */
  boolean offer(Lane lane, Input input) {
    lock.lock();
    try {
      Queue<Input> queue = queue(lane);
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
    if (withUnauthenticated && trustedInARow >= TRUSTED_IN_A_ROW) {
      trustedInARow = 0;
      Input waiting = queue(Lane.UNAUTHENTICATED).poll();
      if (waiting != null) {
        return waiting;
      }
    }
    for (Lane lane : Lane.values()) {
      if (lane == Lane.UNAUTHENTICATED) {
        trustedInARow = 0;
        return withUnauthenticated ? queue(lane).poll() : null;
      }
      Input input = queue(lane).poll();
      if (input != null) {
        trustedInARow++;
        return input;
      }
    }
    throw new IllegalStateException("unauthenticated input is the last lane");
  }

  private Queue<Input> queue(Lane lane) {
    Queue<Input> queue = lanes.get(lane);
    if (queue == null) {
      throw new IllegalStateException("no lane " + lane);
    }
    return queue;
  }
}
