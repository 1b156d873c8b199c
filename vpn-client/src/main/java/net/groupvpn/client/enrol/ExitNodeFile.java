package net.groupvpn.client.enrol;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import net.groupvpn.client.config.TunnelKeys;
import org.jspecify.annotations.Nullable;

/**
 * The file of the state directory that says what the user wants of gateways. Unlike the other small
 * files it is not set aside when it is damaged: the next start must not take it for a wish that was
 * never made.
 */
public final class ExitNodeFile {
  /** Its name. */
  public static final String NAME = "exit-node.txt";

  /** Sixteen names of 253 characters, with commas between. */
  private static final int MAX_BYTES = 4_096;

  private final Path file;

  /** In a client's state directory. */
  public ExitNodeFile(Path stateDir) {
    this.file = stateDir.resolve(NAME);
  }

  /**
   * {@code off}, {@code auto} or names with commas between; null if nothing was ever wanted.
   *
   * @throws IOException if there is something else, or it cannot be read; the message names the
   *     file and the reason
   */
  public @Nullable String read() throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      return checked();
    } catch (CharacterCodingException e) {
      throw damaged("not text");
    } catch (IOException e) {
      throw damaged(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private String checked() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("a folder, not a file");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("longer than " + MAX_BYTES + " bytes");
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (!Arrays.stream(text.split(",", -1)).allMatch(TunnelKeys::isMember)) {
      throw new IOException(text.isEmpty() ? "empty" : "not what a client has written");
    }
    return text;
  }

  private IOException damaged(String reason) {
    return new IOException("%s is damaged (%s)".formatted(file, reason));
  }

  /** Replaces it, whatever is there. */
  public void write(String wish) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFiles.setAside(file);
    }
    AtomicFiles.write(file, (wish + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
