package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A trace stored beside the tests, so that a changed protocol shows as a difference. With {@code
 * -Dgroupvpn.traces=write} the file is rewritten.
 */
final class GoldenTrace {
  private static final Path FOLDER = Path.of("src/test/resources/traces");
  private static final Path SEEN = Path.of("target/traces");
  private static final boolean WRITE = "write".equals(System.getProperty("groupvpn.traces"));

  private GoldenTrace() {}

  /**
   * Compares; a trace that differs is left in {@code target/traces}.
   *
   * @param story what happens, written as the file's first lines
   */
  static void check(String name, String story, List<String> lines) throws IOException {
    List<String> seen = new ArrayList<>();
    story.lines().forEach(line -> seen.add("# " + line));
    seen.addAll(lines);
    Path file = FOLDER.resolve(name + ".txt");
    if (WRITE) {
      Files.createDirectories(FOLDER);
      Files.write(file, seen);
      return;
    }
    Files.createDirectories(SEEN);
    Files.write(SEEN.resolve(name + ".txt"), seen);
    assertThat(seen)
        .as("compare %s with %s; if it is meant, -Dgroupvpn.traces=write", SEEN, file)
        .containsExactlyElementsOf(Files.readAllLines(file));
  }
}
