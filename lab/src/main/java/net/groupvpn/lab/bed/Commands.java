package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands to their end. */
public final class Commands {
  /** Time limit for a command of the bed. */
  public static final long LIMIT_SECONDS = 120;

  /**
   * The result of a command.
   *
   * @param exitCode its exit code
   * @param output what it wrote to stdout and stderr
   */
  public record Result(int exitCode, String output) {
    public boolean isSuccess() {
      return exitCode == 0;
    }
  }

  private Commands() {}

  /** Runs a command and waits for it. */
  public static Result tryRun(List<String> command) {
    try {
      Path output = Files.createTempFile("gvpn-lab", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new BedException(
              "took longer than " + LIMIT_SECONDS + " s: " + String.join(" ", command));
        }
        return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new BedException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BedException("interrupted while running " + String.join(" ", command), e);
    }
  }

  /** Runs a command that must succeed; returns its output. */
  public static String run(List<String> command) {
    Result result = tryRun(command);
    if (!result.isSuccess()) {
      throw new BedException(
          "`%s` failed with exit code %d: %s"
              .formatted(String.join(" ", command), result.exitCode, result.output.strip()));
    }
    return result.output;
  }

  /** Runs a command given as words. */
  public static String run(String... command) {
    return run(List.of(command));
  }
}
