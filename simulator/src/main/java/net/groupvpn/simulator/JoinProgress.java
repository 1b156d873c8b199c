package net.groupvpn.simulator;

import java.io.PrintWriter;
import net.groupvpn.simulator.experiment.StandardError;

/** Shows on a terminal, and nowhere else, how many nodes have joined. */
final class JoinProgress {
  private static final int STEPS = 100;

  private final PrintWriter out;
  private final int goal;
  private final boolean isTerminal = StandardError.isTerminal();
  private int shown = -1;

  JoinProgress(PrintWriter out, int goal) {
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
}
