package net.groupvpn.simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows on a terminal, and nowhere else, how many nodes have joined. */
final class Progress {
  private static final int STEPS = 100;

  private final PrintWriter out;
  private final int goal;
  private final boolean isTerminal = isStandardErrorATerminal();
  private int shown = -1;

  Progress(PrintWriter out, int goal) {
    this.out = out;
    this.goal = goal;
  }

  void update(int joined) {
    int percent = joined * STEPS / goal;
    if (isTerminal && percent != shown) {
      shown = percent;
      out.print("\rjoined: " + joined + " of " + goal + (joined == goal ? "\n" : ""));
      out.flush();
    }
  }

  /** The JDK only tells of input and output together. */
  private static boolean isStandardErrorATerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
