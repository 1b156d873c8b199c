package net.groupvpn.lab.link;

import java.util.random.RandomGenerator;

/** Decides for one direction when, how often, and whether each frame arrives. Single-threaded. */
final class FrameShaper {
  /** Longest time that a frame waits for its turn at the rate; beyond it the queue is full. */
  static final long MAX_QUEUE_NANOS = 200_000_000;

  /** Additional delay of a reordered frame. */
  static final long REORDER_NANOS = 2_000_000;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BITS_PER_MEGABIT = 1e6;

  private final LinkSettings settings;
  private final RandomGenerator random;
  private long lineFreeAt = Long.MIN_VALUE;
  private long lastArrival = Long.MIN_VALUE;

  FrameShaper(LinkSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Gets each arrival of one frame. */
  @FunctionalInterface
  interface Arrivals {
    void at(long nanos);
  }

  /** Shapes a frame that was sent at {@code nowNanos}; calls {@code arrivals} 0, 1 or 2 times. */
  void shape(long nowNanos, int frameBytes, Arrivals arrivals) {
    long sent = serialise(nowNanos, frameBytes);
    if (sent - nowNanos > MAX_QUEUE_NANOS || random.nextDouble() < settings.loss()) {
      return;
    }
    lineFreeAt = sent;
    long arrival = sent + delayNanos();
    if (random.nextDouble() < settings.reorder()) {
      arrivals.at(arrival + REORDER_NANOS);
    } else {
      lastArrival = Math.max(lastArrival, arrival);
      arrivals.at(lastArrival);
    }
    if (random.nextDouble() < settings.duplicate()) {
      arrivals.at(Math.max(lastArrival, arrival));
    }
  }

  private long serialise(long nowNanos, int frameBytes) {
    long start = Math.max(nowNanos, lineFreeAt);
    if (settings.megabitsPerSecond() == 0) {
      return nowNanos;
    }
    double seconds =
        frameBytes * (double) Byte.SIZE / (settings.megabitsPerSecond() * BITS_PER_MEGABIT);
    return start + (long) (seconds * NANOS_PER_SECOND);
  }

  private long delayNanos() {
    double jitter =
        settings.jitterMillis() == 0 ? 0 : random.nextDouble() * settings.jitterMillis();
    return (long) ((settings.delayMillis() + jitter) * NANOS_PER_MILLI);
  }
}
