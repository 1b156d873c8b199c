package net.groupvpn.simulator.experiment;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds experiments, and the commands for their results, to the command line. */
public final class ExperimentCommands {
  private ExperimentCommands() {}

  /** Adds a command for each experiment, and {@code run, resume, merge, plot, compare}. */
  public static void addTo(CommandLine commandLine, List<Experiment> experiments) {
    for (Experiment experiment : experiments) {
      commandLine.addSubcommand(experiment.name(), command(experiment, experiments));
    }
    commandLine.addSubcommand("run", new RunFileCommand(experiments));
    commandLine.addSubcommand("resume", new ResumeCommand(experiments));
    commandLine.addSubcommand("merge", new MergeCommand(experiments));
    commandLine.addSubcommand("plot", new PlotCommand(experiments));
    commandLine.addSubcommand("compare", new CompareCommand(experiments));
  }

  private static CommandSpec command(Experiment experiment, List<Experiment> experiments) {
    SweepCommand command = new SweepCommand(experiment, experiments);
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    spec.usageMessage().description(experiment.description());
    for (ExperimentOption option : experiment.options()) {
      spec.addOption(
          OptionSpec.builder("--" + option.name())
              .type(String.class)
              .paramLabel("VALUE")
              .description(option.description() + ". Default: " + option.fallback())
              .build());
    }
    return spec;
  }
}
