package net.groupvpn.simulator.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * The duration of something on this thread: wall time, and processor time, which other programs on
 * the machine affect less. Only wall time includes the garbage collector's work.
 */
final class ThreadStopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** The rate for that many events, for people. */
  String speed(long events) {
    double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    double cpuSeconds = (cpuNanos() - startCpuNanos) / NANOS_PER_SECOND;
    return String.format(
        Locale.ROOT,
        "%d events, %.1f s, %.0f events/s; processor %.1f s, %.0f events/s",
        events,
        seconds,
        events / seconds,
        cpuSeconds,
        events / cpuSeconds);
  }
}
