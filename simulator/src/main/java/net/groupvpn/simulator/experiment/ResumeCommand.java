package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groupvpn-sim resume DIR}. */
@Command(
    description = "Makes the runs that an interrupted experiment lacks.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ResultCommand {
  @Parameters(paramLabel = "DIR", description = "Folder of results.")
  private Path folder;

  @Option(names = "--threads", defaultValue = "0", description = "Default: one per core")
  private int threads;

  @Option(names = "--shard", description = "i/n: only the i-th of n parts of the runs.")
  private @Nullable String shard;

  @SuppressWarnings("NullAway.Init") // The command-line library sets the fields.
  ResumeCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    Descriptor descriptor = new ResultFolder(folder).descriptor();
    Shard part = shard == null ? Shard.ALL : Shard.parse(shard);
    launcher.run(descriptor, folder, threads(threads), part);
  }
}
