package net.groupvpn.overlay.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.time.TimerName;
import net.groupvpn.overlay.time.TimerTable;
import org.jspecify.annotations.Nullable;

/**
 * What all layers of one node share. Single-threaded: the shell calls {@link #enter} with the time
 * before every input, and drains {@link #pollOutput} after it.
 */
public final class Engine {
  private final RandomGenerator random;
  private final TimerTable timers = new TimerTable();
  private final Counters counters = new Counters();
  private final Queue<Output> outputs = new ArrayDeque<>();
  private Now now;

  /** {@code random} is the node's only random source; a seeded one makes runs repeatable. */
  public Engine(RandomGenerator random, Now now) {
    this.random = random;
    this.now = now;
  }

  /** Sets the time of the input that follows. */
  public void enter(Now time) {
    now = time;
  }

  /** The time of the current input. */
  public Now now() {
    return now;
  }

  /** The node's random source. */
  public RandomGenerator random() {
    return random;
  }

  /** The node's counters. */
  public Counters counters() {
    return counters;
  }

  /**
   * Sets or moves a timer to {@code delayNanos} from now. A negative delay fires at once; one
   * beyond the end of the clock never fires.
   */
  public void setTimer(TimerName name, Object subject, long delayNanos, Consumer<Now> action) {
    long left = TimerTable.NONE - now.bootNanos();
    long deadline = now.bootNanos() + Math.min(left, Math.max(0, delayNanos));
    timers.set(name, subject, deadline, action);
  }

  /** Stops a timer. */
  public void cancelTimer(TimerName name, Object subject) {
    timers.cancel(name, subject);
  }

  /** Whether a timer is set. */
  public boolean isTimerSet(TimerName name, Object subject) {
    return timers.isSet(name, subject);
  }

  /** Boot time of the next timer in nanoseconds, or {@link TimerTable#NONE}. */
  public long nextTimeoutNanos() {
    return timers.nextDeadlineNanos();
  }

  /** Fires the timers that are due. */
  public void onTimeout(Now time) {
    enter(time);
    timers.fireDue(time);
  }

  /** As {@link EngineCore#verify}. */
  public void verify() {
    if (!timers.isWhole()) {
      throw new BrokenStateException("a timer that is set will never fire");
    }
  }

  /** Adds an output to the queue. */
  public void emit(Output output) {
    outputs.add(output);
  }

  /**
   * Runs {@code task} outside the engine, then {@code continuation} on it. The task works on this
   * node's own data, and must not throw.
   */
  public <R> void work(Supplier<R> task, Consumer<R> continuation) {
    emit(new Output.DoWork(new Work<>(task, null, continuation)));
  }

  /**
   * The same for a task that works on data from peers.
   *
   * @param refusal what {@code continuation} gets if the task throws
   */
  public <R> void work(Supplier<R> task, Supplier<R> refusal, Consumer<R> continuation) {
    emit(new Output.DoWork(new Work<>(task, refusal, continuation)));
  }

  /** Accepts finished work. */
  public void onWorkDone(Now time, Work<?> work) {
    enter(time);
    work.complete();
  }

  /** The next output, or null when there is none. */
  public @Nullable Output pollOutput() {
    return outputs.poll();
  }
}
