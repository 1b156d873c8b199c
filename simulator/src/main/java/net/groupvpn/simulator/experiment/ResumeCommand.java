package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code groupvpn-sim resume DIR}. */
@Command(
    description = "Makes the runs that an interrupted experiment lacks.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ResultCommand {
  @Parameters(paramLabel = "DIR", description = "Folder of results.")
  private Path folder;

  @Mixin private WorkOptions work;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  ResumeCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    Descriptor descriptor = new ResultFolder(folder).descriptor();
    launcher.run(descriptor, folder, work);
  }
}
