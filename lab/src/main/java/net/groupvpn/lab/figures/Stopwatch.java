package net.groupvpn.lab.figures;

/** Runs from its creation. */
final class Stopwatch {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
  }
}
