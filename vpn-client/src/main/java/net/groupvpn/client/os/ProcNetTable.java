package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A table of routes in /proc/net. */
final class ProcNetTable {
  private ProcNetTable() {}

  /**
   * Its rows, {@link RouteTexts#MAX_ROUTES} at most, cut at white space; none on a machine without
   * that family.
   *
   * @param lastColumn rows without this column are left out
   */
  static List<String[]> rows(Path file, int lastColumn) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .limit(RouteTexts.MAX_ROUTES)
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length > lastColumn)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
