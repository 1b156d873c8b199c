package net.groupvpn.lab.bench;

import java.io.PrintStream;
import net.groupvpn.lab.report.Stopwatch;

/** Says what is being measured: on a terminal in one line that changes, else a line per part. */
final class Progress {
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean live;
  private final TimeLeft timeLeft;
  private final Stopwatch watch = new Stopwatch();
  private String part = "";

  Progress(PrintStream out, boolean live, double plannedSeconds) {
    this.out = out;
    this.live = live;
    this.timeLeft = new TimeLeft(plannedSeconds);
  }

  /** Begins a part such as one round of one system. */
  void begin(String name) {
    part = name;
    if (live) {
      doing("starting");
    } else {
      out.println(part + ", " + timeLeft.toText(watch.seconds()));
    }
  }

  /** Says what is done within the part. */
  void doing(String what) {
    if (live) {
      out.print(CLEAR_LINE + part + ": " + what + ", " + timeLeft.toText(watch.seconds()));
      out.flush();
    }
  }

  /** Ends the part, for which so much was planned. */
  void done(double plannedSeconds) {
    timeLeft.done(plannedSeconds, watch.seconds());
  }

  /** Says something that stays. */
  void say(String text) {
    out.println((live ? CLEAR_LINE : "") + text);
  }

  /** Leaves a clean line behind. */
  void end() {
    if (live) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }
}
