package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groupvpn-sim merge DIR... --out DIR}. */
@Command(
    description = "Merges the results of shards into one folder.",
    mixinStandardHelpOptions = true)
final class MergeCommand extends ResultCommand {
  @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of results.")
  private List<Path> folders;

  @Option(names = "--out", required = true, description = "Folder for all of them.")
  private Path folder;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  MergeCommand(List<Experiment> experiments) {
    super(experiments);
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    ResultFolder merged = new ResultFolder(folder);
    Descriptor descriptor = new ResultFolder(folders.get(0)).descriptor();
    Experiment experiment = launcher.find(descriptor.experiment());
    int columns = experiment.columns().size();
    for (Path each : folders) {
      ResultFolder part = new ResultFolder(each);
      merged.begin(part.descriptor(), part.manifest());
      for (Map.Entry<RunKey, List<double[]>> run : part.loadAll(descriptor, columns).entrySet()) {
        merged.save(run.getKey(), run.getValue());
      }
    }
    launcher.finish(experiment, descriptor, merged);
  }
}
