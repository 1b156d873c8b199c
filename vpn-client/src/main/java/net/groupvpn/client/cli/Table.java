package net.groupvpn.client.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.groupvpn.overlay.wire.PlainText;

/**
 * Text in aligned columns without borders, also suitable for cut and awk. What cannot be displayed
 * as it is, such as newlines and escape sequences, is escaped.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table row(String... cells) {
    rows.add(Stream.of(cells).map(PlainText::escape).toList());
    return this;
  }

  void print(PrintWriter out) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column));
        if (column < row.size() - 1) {
          line.append(" ".repeat(width(column) - row.get(column).length())).append(GAP);
        }
      }
      out.println(line);
    }
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
