package net.groupvpn.client.resolver;

import java.io.IOException;
import java.util.List;
import net.groupvpn.client.os.CommandRunner;

/** Runs commands that must succeed, and those that are only tried. */
record ResolverCommands(CommandRunner runner) {
  /** Runs a command; returns its output. */
  String must(String... command) throws IOException {
    CommandRunner.Result result = runner.run(List.of(command));
    if (result.exitCode() != 0) {
      throw new IOException(
          "`%s` failed (exit %d): %s"
              .formatted(String.join(" ", command), result.exitCode(), oneLine(result.output())));
    }
    return result.output();
  }

  /** Whether a command can be run, and succeeds. */
  boolean succeeds(String... command) {
    try {
      return runner.run(List.of(command)).exitCode() == 0;
    } catch (IOException e) {
      return false; // Not installed, or too slow to be useful.
    }
  }

  private static String oneLine(String output) {
    return output.replace('\n', ' ');
  }
}
