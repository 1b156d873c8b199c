package net.groupvpn.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of recorded figures, one section for each measuring program: each rewrites its own section
 * and leaves the others alone. A section begins with a heading of the second level.
 */
public final class RecordedPage {
  private static final String TITLE = "# Benchmarks";
  private static final String HEADING = "## ";

  private RecordedPage() {}

  /**
   * Puts a section into the page, in place of the one with the same heading or at the end.
   *
   * @param heading the heading without its marks
   * @param body the section's text in Markdown, without headings of the first two levels
   */
  public static void write(Path page, String heading, String body) throws IOException {
    Files.createDirectories(page.toAbsolutePath().getParent());
    String before = Files.exists(page) ? Files.readString(page) : TITLE + "\n";
    Files.writeString(page, replace(before, heading, body));
  }

  static String replace(String page, String heading, String body) {
    List<String> lines = new ArrayList<>(page.stripTrailing().lines().toList());
    int start = lines.indexOf(HEADING + heading);
    int end = start < 0 ? -1 : start + 1;
    if (start < 0) {
      lines.add("");
      start = lines.size();
      end = start;
    }
    while (end < lines.size() && !lines.get(end).startsWith(HEADING)) {
      end++;
    }
    List<String> rest = List.copyOf(lines.subList(end, lines.size()));
    lines.subList(start, lines.size()).clear();
    lines.add(HEADING + heading);
    lines.add("");
    lines.addAll(body.strip().lines().toList());
    if (!rest.isEmpty()) {
      lines.add("");
    }
    lines.addAll(rest);
    return String.join("\n", lines) + "\n";
  }
}
