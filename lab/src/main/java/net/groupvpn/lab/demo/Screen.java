package net.groupvpn.lab.demo;

import java.io.PrintStream;
import java.util.List;

/** What the demo shows: steps, and tables that are drawn anew in place on a terminal. */
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

  /** Draws lines, over those that it drew last if nothing else came between. */
  void draw(List<String> lines) {
    if (terminal) {
      out.print(UP_ONE_LINE_AND_CLEAR.repeat(drawnLines));
    }
    lines.forEach(line -> out.println("    " + line));
    drawnLines = lines.size();
  }

  /** Whether drawing again replaces what was drawn. */
  boolean isTerminal() {
    return terminal;
  }
}
