package net.groupvpn.simulator.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.groupvpn.simulator.data.DatasetOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** One experiment, specified by options; a descriptor file specifies the same. */
@Command(sortOptions = false, mixinStandardHelpOptions = true)
final class SweepCommand extends ResultCommand {
  private final Experiment experiment;

  @Option(names = "--data", description = "File of latencies; see `dataset`.")
  private @Nullable String data;

  @Mixin private DatasetOptions reading;

  @Option(names = "--sizes", split = ",", description = "Numbers of nodes, such as 25,50,100.")
  private @Nullable List<Integer> sizes;

  @Option(names = "--runs", defaultValue = "10", description = "Runs per size. Default: 10")
  private int runs;

  @Option(names = "--seed", defaultValue = "1", description = "Seed of the first run. Default: 1")
  private long seed;

  @Option(
      names = "--out",
      required = true,
      description = "Folder for the results; goes on with what is there.")
  private Path folder;

  @Mixin private WorkOptions work;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  SweepCommand(Experiment experiment, List<Experiment> experiments) {
    super(experiments);
    this.experiment = experiment;
  }

  @Override
  void execute(Launcher launcher) throws ExperimentException {
    Descriptor descriptor =
        new Descriptor(
                experiment.name(),
                data,
                reading.given(),
                sizes == null ? experiment.defaultSizes() : List.copyOf(sizes),
                runs,
                seed,
                given())
            .checked();
    launcher.run(descriptor, folder, work);
  }

  private Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    for (ExperimentOption option : experiment.options()) {
      OptionSpec found = spec.findOption("--" + option.name());
      String value = found == null ? null : found.getValue();
      if (value != null) {
        given.put(option.name(), value);
      }
    }
    return given;
  }
}
