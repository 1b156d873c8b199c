package net.groupvpn.lab.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No file of ours is so long that it holds two things. */
class FileSizesTest {
  private static final int MAX_LINES = 350;
  private static final Path ROOT = Path.of("..");

  @Test
  void noSourceFileIsTooLong() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(ROOT)) {
      sources = files.filter(FileSizesTest::isSource).toList();
    }
    assertThat(sources).as("sources below %s", ROOT.toAbsolutePath()).hasSizeGreaterThan(1000);
    assertThat(sources).allSatisfy(file -> assertThat(lines(file)).isLessThanOrEqualTo(MAX_LINES));
  }

  private static boolean isSource(Path file) {
    String name = file.toString();
    return name.endsWith(".java") && name.contains("/src/");
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
