package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private WorkOptions work;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  RunFileCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    launcher.run(Descriptor.read(file), folder, work);
  }
}
