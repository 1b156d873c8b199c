package net.groupvpn.lab.demo;

import java.io.PrintStream;
import java.util.List;

/** The demo's output: steps, and tables that are redrawn in place on a terminal. */
final class Screen {
  private static final String UP_ONE_LINE_AND_CLEAR = "\033[1A\033[2K";

  private final PrintStream out;
  private final boolean terminal;
  private int drawnLines;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void step(String text) {
    drawnLines = 0;
    out.println("==> " + text);
  }

  void line(String text) {
    drawnLines = 0;
    out.println("    " + text);
  }

  /** Draws lines, over the previous drawing if nothing else was printed in between. */
  void draw(List<String> lines) {
    if (terminal) {
      out.print(UP_ONE_LINE_AND_CLEAR.repeat(drawnLines));
    }
    lines.forEach(line -> out.println("    " + line));
    drawnLines = lines.size();
  }

  /** Whether a new drawing replaces the old one. */
  boolean isTerminal() {
    return terminal;
  }
}
