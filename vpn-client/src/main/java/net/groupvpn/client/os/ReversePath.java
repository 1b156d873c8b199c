package net.groupvpn.client.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Whether the kernel drops packets that come by another network card than that by which it would
 * answer (rp_filter, RFC 3704). Thread-safe.
 */
public final class ReversePath {
  private static final int STRICT = 1;

  private final Path settings;

  /** {@code proc} is {@code /proc}. */
  public ReversePath(Path proc) {
    settings = proc.resolve("sys/net/ipv4/conf");
  }

  /**
   * That it does not.
   *
   * @throws IOException if it does; the message says what to do
   */
  public void checkLoose(String device) throws IOException {
    // The kernel takes the higher of both.
    if (Math.max(value("all"), value(device)) == STRICT) {
      throw new IOException(
          ("the kernel drops answers that come by %1$s, because default routes lead elsewhere"
                  + " (rp_filter is 1); set net.ipv4.conf.%1$s.rp_filter to 2")
              .formatted(device));
    }
  }

  private int value(String name) throws IOException {
    try {
      return Integer.parseInt(
          Files.readString(settings.resolve(name).resolve("rp_filter")).strip());
    } catch (NoSuchFileException e) {
      return 0;
    } catch (NumberFormatException e) {
      throw new IOException("rp_filter of " + name + " is no number: " + e.getMessage(), e);
    }
  }
}
