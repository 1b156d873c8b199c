package net.groupvpn.client.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why clients have ended for good, one small file for each network beside the control sockets: who
 * asks later is told the same as who looked on.
 *
 * @param directory of the control sockets
 */
public record Refusals(Path directory) {
  private static final String SUFFIX = ".refused";
  private static final int MAX_CHARS = 1_000;

  /** Remembers why. */
  public void remember(String network, String why) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file(network), why.substring(0, Math.min(MAX_CHARS, why.length())) + "\n");
  }

  /** It is so no longer, or is to be found out anew. */
  public void forget(String network) throws IOException {
    Files.deleteIfExists(file(network));
  }

  /** Why that network's client has ended; null if for no lasting reason. */
  public @Nullable String of(String network) {
    return read(file(network));
  }

  /** The same for whichever network there is. */
  public @Nullable String any() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(Refusals::read)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null; // There is no such folder before the first start.
    }
  }

  private Path file(String network) {
    return directory.resolve(network + SUFFIX);
  }

  private static @Nullable String read(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.substring(0, Math.min(MAX_CHARS, text.length())).strip();
    } catch (IOException e) {
      return null; // Not there, or not for this user to read.
    }
  }
}
