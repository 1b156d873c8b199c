package net.groupvpn.client.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs real commands. */
public final class ProcessCommandRunner implements CommandRunner {
  private static final long TIMEOUT_SECONDS = 10;
  private static final int MAX_OUTPUT_BYTES = 16_384;

  @Override
  public Result run(List<String> command) throws IOException {
    Process process = start(command);
    try {
      process.getOutputStream().close();
      // System commands print little; more output than a pipe holds makes them time out.
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "`" + String.join(" ", command) + "` did not end within " + TIMEOUT_SECONDS + " s");
      }
      try (InputStream output = process.getInputStream()) {
        byte[] printed = output.readNBytes(MAX_OUTPUT_BYTES);
        return new Result(process.exitValue(), new String(printed, StandardCharsets.UTF_8).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while `" + String.join(" ", command) + "` ran", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException(
          "cannot run `" + command.get(0) + "`: " + e.getMessage() + ". Is it installed?", e);
    }
  }
}
