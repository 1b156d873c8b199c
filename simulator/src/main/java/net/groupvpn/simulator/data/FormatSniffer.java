package net.groupvpn.simulator.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the format of a file by its name and its first lines. */
final class FormatSniffer {
  private static final int LINES = 20;
  private static final int TRIPLE = 3;

  private FormatSniffer() {}

  static DatasetFormat sniff(Path file) throws DatasetException {
    List<String> lines = new ArrayList<>();
    try (LineSource source = LineSource.open(file)) {
      String line = source.next();
      while (line != null && lines.size() < LINES) {
        if (!line.isBlank()) {
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
    if (lines.stream().anyMatch(FormatSniffer::isOfP2psim)) {
      return DatasetFormat.E2E_GRAPH;
    }
    if (lines.size() > TRIPLE && lines.stream().allMatch(FormatSniffer::isTriple)) {
      return DatasetFormat.TRIPLES;
    }
    return isKing(file) ? DatasetFormat.KING : DatasetFormat.DENSE;
  }

  private static boolean isOfP2psim(String line) {
    return line.startsWith("topology ") || line.startsWith("node ");
  }

  private static boolean isTriple(String line) {
    List<String> fields = Numbers.fields(line);
    return fields.size() == TRIPLE
        && fields.stream().limit(2).allMatch(field -> field.matches("[0-9]{1,9}"));
  }

  private static boolean isKing(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String plain = name.replaceFirst("\\.(gz|xz)$", "");
    return plain.equals("matrix") || plain.endsWith(".matrix");
  }
}
