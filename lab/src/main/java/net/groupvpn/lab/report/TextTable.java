package net.groupvpn.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for a terminal and for a page: the first column is text, the others are numbers. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> headings) {
    rows.add(List.copyOf(headings));
  }

  /** Adds a row with one cell per heading. */
  public void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(cells + " is not as long as " + rows.get(0));
    }
    rows.add(List.copyOf(cells));
  }

  /** Lines with aligned columns. */
  public String toText() {
    return rows.stream().map(this::aligned).collect(Collectors.joining("\n", "", "\n"));
  }

  private String aligned(List<String> row) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column ->
                ("%" + (column == 0 ? "-" : "") + width(column) + "s").formatted(row.get(column)))
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> Math.max(1, row.get(column).length())).max().orElse(1);
  }

  /** The same in Markdown. */
  public String toMarkdown() {
    List<String> lines = new ArrayList<>(rows.stream().map(TextTable::markdown).toList());
    String rule = "|---|" + "---:|".repeat(rows.get(0).size() - 1);
    lines.add(1, rule);
    return String.join("\n", lines) + "\n";
  }

  private static String markdown(List<String> row) {
    return row.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
