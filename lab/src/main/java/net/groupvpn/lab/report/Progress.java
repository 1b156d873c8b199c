package net.groupvpn.lab.report;

import java.io.PrintStream;

/**
 * Shows on standard error what is being measured, and the time left: on a terminal in one line that
 * is redrawn every second, otherwise a line per part. May be called from any thread.
 */
public final class Progress implements AutoCloseable {
  private static final long DRAWN_EVERY_MILLIS = 1_000;
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out = System.err;
  private final boolean live;
  private final TimeLeft timeLeft;
  private final Stopwatch watch = new Stopwatch();
  private String part = "";
  private String step = "";
  private boolean closed;

  /**
   * Starts now.
   *
   * @param live whether standard error is a terminal
   * @param plannedSeconds of all parts
   */
  public Progress(boolean live, double plannedSeconds) {
    this.live = live;
    this.timeLeft = new TimeLeft(plannedSeconds);
    if (live) {
      Thread clock = new Thread(this::drawEverySecond, "progress");
      clock.setDaemon(true);
      clock.start();
    }
  }

  /** Starts a part, such as one round of one system. */
  public synchronized void begin(String name) {
    part = name;
    if (live) {
      doing("starting");
    } else {
      out.println(part + ", " + timeLeft.toText(watch.seconds()));
    }
  }

  /** Shows the present step of the part. */
  public synchronized void doing(String what) {
    step = what;
    if (live) {
      draw();
    }
  }

  private synchronized void drawEverySecond() {
    try {
      while (!closed) {
        wait(DRAWN_EVERY_MILLIS);
        if (!closed) {
          draw();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void draw() {
    String what = part.isEmpty() ? step : part + ": " + step;
    out.print(CLEAR_LINE + what + ", " + timeLeft.toText(watch.seconds()));
    out.flush();
  }

  /** Ends the part, for which that time was planned. */
  public synchronized void done(double plannedSeconds) {
    timeLeft.done(plannedSeconds, watch.seconds());
  }

  /** Prints a permanent line. */
  public synchronized void say(String text) {
    out.println((live ? CLEAR_LINE : "") + text);
  }

  /** Leaves a clean line behind. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (live) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}
