package net.groupvpn.simulator.experiment;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.overlay.virtual.UniformLatencies;

/** One run of an experiment over synthetic latencies. */
public final class OneRun {
  private static final long MIN_NANOS = 5_000_000;
  private static final long MAX_NANOS = 50_000_000;

  private OneRun() {}

  /** Its rows; options that are not given have their defaults. */
  public static List<double[]> of(
      Experiment experiment, int size, long seed, Map<String, String> given)
      throws ExperimentException {
    Options options = Options.of(experiment.options(), given);
    UniformLatencies latencies = new UniformLatencies(size, 1, MIN_NANOS, MAX_NANOS);
    return experiment.run(new RunContext(size, seed, options, latencies, new LongAdder()));
  }
}
