package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code groupvpn-sim plot DIR}. */
@Command(
    description = "Makes tables and plots again from the existing runs.",
    mixinStandardHelpOptions = true)
final class PlotCommand extends ResultCommand {
  @Parameters(paramLabel = "DIR", description = "Folder of results.")
  private Path folder;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  PlotCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    ResultFolder results = new ResultFolder(folder);
    Descriptor descriptor = results.descriptor();
    launcher.finish(launcher.find(descriptor.experiment()), descriptor, results);
  }
}
