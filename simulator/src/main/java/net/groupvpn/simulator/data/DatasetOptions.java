package net.groupvpn.simulator.data;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how a file of latencies is to be understood. */
public final class DatasetOptions {
  @Option(
      names = "--format",
      description =
          "king, e2e-graph, dense, triples, oversim or graphml. Default: found out by the file.")
  private @Nullable String format;

  @Option(
      names = "--unit",
      description = "s, ms, us or guessed (by the median). Default: the format's.")
  private @Nullable String unit;

  @Option(
      names = "--round-trip",
      negatable = true,
      description = "Whether numbers are round trips or one-way. Default: the format's.")
  private @Nullable Boolean roundTrip;

  @Option(names = "--missing", description = "negative or zero-or-negative. Default: the format's.")
  private @Nullable String missing;

  /** Options not given. */
  public DatasetOptions() {}

  /** The loader that reads so. */
  public DatasetLoader loader() throws DatasetException {
    return new DatasetLoader(
        format == null ? null : DatasetLoader.formatNamed(format),
        unit == null ? null : LatencyUnit.of(unit),
        roundTrip,
        missing == null ? null : MissingRule.of(missing));
  }
}
