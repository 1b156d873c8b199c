package net.groupvpn.client.resolver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small shell that reverts something as soon as this process is gone, however it ended: it waits
 * for the end of its input, whose other end only this process holds. Without it, a killed client
 * would leave a dead name server behind, and each look-up of this machine would wait seconds for
 * it.
 */
final class UndoGuard implements AutoCloseable {
  private static final long UNDO_SECONDS = 10;

  /** A session of its own: signals to this process's group do not reach it. */
  private static final List<String> SHELL =
      List.of("setsid", "sh", "-c", "trap '' HUP INT TERM; cat >/dev/null; eval \"$1\"", "guard");

  private final Process shell;

  private UndoGuard(Process shell) {
    this.shell = shell;
  }

  /** Starts one that will run {@code script}. */
  static UndoGuard start(String script) throws IOException {
    List<String> command = new ArrayList<>(SHELL);
    command.add(script);
    return new UndoGuard(
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Runs the script now, and waits for it. */
  @Override
  public void close() throws IOException {
    shell.getOutputStream().close();
    try {
      if (!shell.waitFor(UNDO_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("reverting the resolver's settings takes long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reverting the resolver's settings", e);
    }
  }
}
