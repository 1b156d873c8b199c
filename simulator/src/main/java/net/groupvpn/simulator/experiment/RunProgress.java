package net.groupvpn.simulator.experiment;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Shows a sweep's progress, its remaining time and events per second, on a thread of its own: as a
 * bar on a terminal, otherwise as a line now and then.
 */
final class RunProgress implements AutoCloseable {
  private static final long TERMINAL_MILLIS = 500;
  private static final long FILE_MILLIS = 30_000;
  private static final int BAR = 24;

  /** Larger networks cost more than their share. */
  private static final double COST_EXPONENT = 1.5;

  private final String name;
  private final PrintWriter out;
  private final LongAdder meter = new LongAdder();
  private final boolean isTerminal = StandardError.isTerminal();
  private final long startNanos = System.nanoTime();
  private final Thread thread;
  private int runs;
  private int finished;
  private double cost;
  private double finishedCost;
  private double earlierCost;

  RunProgress(String name, PrintWriter out) {
    this.name = name;
    this.out = out;
    this.thread = new Thread(this::repeat, "progress");
    thread.setDaemon(true);
  }

  /** The counter for the runs' events. */
  LongAdder meter() {
    return meter;
  }

  synchronized void onPlanned(RunKey key, boolean isThereAlready) {
    runs++;
    cost += cost(key);
    if (isThereAlready) {
      finished++;
      earlierCost += cost(key);
    }
  }

  void start() {
    thread.start();
  }

  synchronized void onFinished(RunKey key) {
    finished++;
    finishedCost += cost(key);
  }

  private static double cost(RunKey key) {
    return Math.pow(key.size(), COST_EXPONENT);
  }

  private void repeat() {
    try {
      while (true) {
        Thread.sleep(isTerminal ? TERMINAL_MILLIS : FILE_MILLIS);
        show("");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void show(String end) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double done = (finishedCost + earlierCost) / Math.max(1, cost);
    double left = (cost - finishedCost - earlierCost) / Math.max(1e-9, finishedCost) * seconds;
    int filled = (int) (done * BAR);
    String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
    out.print(
        String.format(
            Locale.ROOT,
            "%s%s [%s] %d of %d runs, %.0f events/s, %s left%s",
            isTerminal ? "\r" : "",
            name,
            bar,
            finished,
            runs,
            meter.sum() / seconds,
            finishedCost == 0 ? "?" : duration(left),
            isTerminal ? "\u001b[K" + end : "\n"));
    out.flush();
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  @Override
  public void close() {
    thread.interrupt();
    show("\n");
  }
}
