package net.groupvpn.simulator.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A latency file that was read.
 *
 * @param format the format as which the file was read
 * @param rules how its numbers were interpreted; nothing left to guess
 * @param measured the file's content, possibly with gaps
 * @param usable without gaps: filled from the other direction, then without nodes that have gaps
 * @param sha256 hash of the file on disk, hexadecimal
 */
public record Dataset(
    Path file,
    DatasetFormat format,
    DatasetRules rules,
    LatencyMatrix measured,
    LatencyMatrix usable,
    String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  static String sha256Of(Path file) throws DatasetException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new DatasetException(file + " cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** One line for people: how the file was interpreted. */
  public String describe() {
    return file.getFileName()
        + ": "
        + format
        + ", "
        + rules
        + ", "
        + usable.sites()
        + " of "
        + measured.sites()
        + " nodes usable, "
        + measured.missingText();
  }
}
