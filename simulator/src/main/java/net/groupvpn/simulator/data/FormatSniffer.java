package net.groupvpn.simulator.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Detects the format of a file by its name and its first lines. */
final class FormatSniffer {
  private static final int LINES = 20;
  private static final int TRIPLE = 3;

  private FormatSniffer() {}

  static DatasetFormat sniff(Path file) throws DatasetException {
    List<String> lines = new ArrayList<>();
    try (LineSource source = LineSource.open(file)) {
      String line = source.next();
      while (line != null && lines.size() < LINES) {
        if (!line.isBlank() && line.charAt(0) != '#') {
          lines.add(line.strip());
        }
        line = source.next();
      }
    }
    if (lines.isEmpty()) {
      throw new DatasetException(file + " is empty");
    }
    if (lines.get(0).startsWith("<")) {
      boolean graph = lines.stream().anyMatch(line -> line.contains("<graphml"));
      return graph ? DatasetFormat.GRAPHML : DatasetFormat.OVERSIM;
    }
    if (lines.get(0).matches("(graph|Creator|Version)\\b.*")) {
      return DatasetFormat.GML;
    }
    if (lines.stream().anyMatch(FormatSniffer::isOfP2psim)) {
      return DatasetFormat.E2E_GRAPH;
    }
    if (lines.size() > TRIPLE && isTriples(lines)) {
      return DatasetFormat.TRIPLES;
    }
    return isKing(file) ? DatasetFormat.KING : DatasetFormat.DENSE;
  }

  private static boolean isOfP2psim(String line) {
    return line.startsWith("topology ") || line.startsWith("node ");
  }

  /** Two nodes, by number or by name, and a number; the first line may be a header. */
  private static boolean isTriples(List<String> lines) {
    List<String> data = lines.subList(1, lines.size());
    String first = lines.get(0);
    return NumberFields.fields(first).size() == TRIPLE
        && (data.stream().allMatch(FormatSniffer::isNumbered)
            || data.stream().allMatch(FormatSniffer::isNamed));
  }

  private static boolean isNumbered(String line) {
    List<String> fields = NumberFields.fields(line);
    return fields.size() == TRIPLE && fields.stream().limit(2).allMatch(PairReader::isIndex);
  }

  /** A row of a small square with names would have a number in its middle. */
  private static boolean isNamed(String line) {
    List<String> fields = NumberFields.fields(line);
    return fields.size() == TRIPLE
        && !NumberFields.isNumber(fields.get(1))
        && NumberFields.isNumber(fields.get(2));
  }

  private static boolean isKing(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.replaceFirst("\\.(gz|xz)$", "");
    return plain.equals("matrix") || plain.endsWith(".matrix");
  }
}
