package net.groupvpn.client.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads lines with a length limit. */
final class LineReader {
  private final InputStream in;
  private final int maxBytes;

  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /**
   * The next line without its end, or null when there is none; a final piece without a line end
   * does not count.
   *
   * @throws ControlException if it is too long; the rest of the stream is then unusable
   */
  @Nullable String next() throws IOException, ControlException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (line.size() >= maxBytes) {
        throw new ControlException("too_long", "a line has at most " + maxBytes + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
