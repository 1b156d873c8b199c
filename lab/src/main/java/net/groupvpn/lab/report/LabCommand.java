package net.groupvpn.lab.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import net.groupvpn.lab.bed.Testbed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of the lab that measures on real devices. */
public abstract class LabCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Record the result in this page, such as docs/benchmarks.md.")
  private @Nullable Path page;

  @Option(names = "--live", hidden = true, description = "Progress goes to a terminal.")
  private boolean live;

  /** Runs a command and ends this process with its exit code. */
  protected static void run(LabCommand command, String[] args) {
    // XChart needs no screen.
    System.setProperty("java.awt.headless", "true");
    System.exit(new CommandLine(command).execute(args));
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    if (!Testbed.isPossible()) {
      System.err.println("This needs root, /dev/net/tun and iproute2. Run it as root.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    return measure() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Measures and writes the result; returns whether it is acceptable. */
  protected abstract boolean measure() throws IOException, InterruptedException;

  /** Shows progress, out of that many seconds. */
  protected final Progress progress(double plannedSeconds) {
    return new Progress(live, plannedSeconds);
  }

  /** Where the result is to be recorded, or null. */
  protected final @Nullable Path page() {
    return page;
  }

  /** Writes a section of the page, if there is one. */
  protected final void record(String heading, String markdown) throws IOException {
    if (page != null) {
      RecordedPage.write(page, heading, markdown);
    }
  }

  /** The exception for invalid options. */
  protected final ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
