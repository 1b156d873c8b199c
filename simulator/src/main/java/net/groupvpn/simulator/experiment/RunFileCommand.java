package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groupvpn-sim run FILE.yaml --out DIR}. */
@Command(
    description = "Runs the experiment that a YAML file describes.",
    mixinStandardHelpOptions = true)
final class RunFileCommand extends ResultCommand {
  @Parameters(paramLabel = "FILE", description = "Descriptor; see docs/simulator.md.")
  private Path file;

  @Option(names = "--out", required = true, description = "Folder for the results.")
  private Path folder;

  @Option(names = "--threads", defaultValue = "0", description = "Default: one per core")
  private int threads;

  @Option(names = "--shard", description = "i/n: only the i-th of n parts of the runs.")
  private @Nullable String shard;

  @SuppressWarnings("NullAway.Init") // The command-line library sets the fields.
  RunFileCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    Shard part = shard == null ? Shard.ALL : Shard.parse(shard);
    launcher.run(Descriptor.read(file), folder, threads(threads), part);
  }
}
