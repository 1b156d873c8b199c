package net.groupvpn.client.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why clients have ended permanently: one small file per network beside the control sockets. So a
 * user who asks later gets the same answer as one who watched.
 *
 * @param directory directory of the control sockets
 */
public record Refusals(Path directory) {
  private static final String SUFFIX = ".refused";
  private static final int MAX_CHARS = 1_000;

  /** Stores the reason. */
  public void remember(String network, String why) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(file(network), why.substring(0, Math.min(MAX_CHARS, why.length())) + "\n");
  }

  /** Deletes the reason: it no longer applies, or is to be determined again. */
  public void forget(String network) throws IOException {
    Files.deleteIfExists(file(network));
  }

  /** Why that network's client has ended; null if there is no permanent reason. */
  public @Nullable String of(String network) {
    return read(file(network));
  }

  /** The same for the only network that has a reason. */
  public @Nullable String any() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(Refusals::read)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null; // The directory does not exist before the first start.
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
      return null; // It does not exist, or this user cannot read it.
    }
  }
}
