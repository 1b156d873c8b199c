package net.groupvpn.simulator.experiment;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands for results share: readable errors, and exit codes. */
abstract class ResultCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final List<Experiment> experiments;

  @Spec CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // Picocli sets the fields.
  ResultCommand(List<Experiment> experiments) {
    this.experiments = experiments;
  }

  @Override
  public final Integer call() {
    try {
      execute(new Launcher(experiments, out(), spec.commandLine().getErr()));
      return 0;
    } catch (ExperimentException e) {
      PrintWriter diagnostics = spec.commandLine().getErr();
      diagnostics.println("groupvpn-sim: " + e.getMessage());
      diagnostics.flush();
      return FAILED;
    }
  }

  abstract void execute(Launcher launcher) throws ExperimentException;

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
