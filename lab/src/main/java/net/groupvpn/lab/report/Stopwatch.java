package net.groupvpn.lab.report;

/** Runs from its creation. */
public final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos = System.nanoTime();

  /** Seconds since its creation. */
  public double seconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }
}
