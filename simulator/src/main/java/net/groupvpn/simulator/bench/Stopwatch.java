package net.groupvpn.simulator.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How long something took on this thread: on the clock, and in processor time, which other programs
 * on the machine change less. The collector's work is in the first alone.
 */
final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** For people: how fast that many events were. */
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
