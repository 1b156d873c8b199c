package net.groupvpn.client.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log file that is rotated when it has become long, and reopened when somebody has moved or
 * removed it. Thread-safe.
 */
final class TurningLog extends Handler {
  /** A longer file is rotated. */
  static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final long maxBytes;
  private @Nullable OutputStream out;
  private @Nullable Object opened;

  TurningLog(Path file) {
    this(file, MAX_BYTES);
  }

  TurningLog(Path file, long maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  @Override
  public synchronized void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    try {
      byte[] line = getFormatter().format(record).getBytes(StandardCharsets.UTF_8);
      OutputStream current = current();
      current.write(line);
      current.flush();
    } catch (IOException e) {
      reportError("the log " + file + " cannot be written", e, ErrorManager.WRITE_FAILURE);
    }
  }

  /** The stream to the present file. */
  private OutputStream current() throws IOException {
    Object there = identity(file);
    if (there != null && Files.size(file) > maxBytes) {
      Path before = file.resolveSibling(file.getFileName() + ".1");
      Files.move(file, before, StandardCopyOption.REPLACE_EXISTING);
      there = null;
    }
    OutputStream stream = out;
    if (stream == null || there == null || !there.equals(opened)) {
      if (stream != null) {
        stream.close();
      }
      stream = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      out = stream;
      opened = identity(file);
    }
    return stream;
  }

  /** What distinguishes this file from another one of the same name; null if there is none. */
  private static @Nullable Object identity(Path file) throws IOException {
    return Files.exists(file)
        ? Objects.toString(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS))
        : null;
  }

  @Override
  public void flush() {}

  @Override
  public synchronized void close() {
    try {
      if (out != null) {
        out.close();
        out = null;
      }
    } catch (IOException e) {
      reportError("the log " + file + " cannot be closed", e, ErrorManager.CLOSE_FAILURE);
    }
  }
}
