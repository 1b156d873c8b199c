package net.groupvpn.simulator.experiment;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for which runs are made, and where. */
final class WorkOptions {
  private static final int MAX_THREADS = 1_024;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description =
          "Runs at the same time; results do not depend on it. Default: one per core, with --spark as"
              + " many as there is room for")
  private int threads;

  @Option(
      names = "--shard",
      description = "i/n: only the i-th of n parts of the runs; see `merge`.")
  private @Nullable String shard;

  @Option(
      names = "--spark",
      description = "Make the runs on an Apache Spark cluster; start this with spark-submit then.")
  private boolean spark;

  Shard shard() throws ExperimentException {
    return shard == null ? Shard.ALL : Shard.parse(shard);
  }

  /** The maker of runs; the caller must close it. */
  RunMaker maker(RunJob job) throws ExperimentException {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new ExperimentException("--threads must be 0 to " + MAX_THREADS + ", not " + threads);
    }
    if (spark) {
      return SparkRuns.connect(job, threads == 0 ? MAX_THREADS : threads);
    }
    return new LocalRuns(job, threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
