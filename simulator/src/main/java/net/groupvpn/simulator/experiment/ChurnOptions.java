package net.groupvpn.simulator.experiment;

import java.util.List;
import java.util.Locale;
import net.groupvpn.simulator.world.ChurnModel;
import net.groupvpn.simulator.world.Lifetime;
import org.jspecify.annotations.Nullable;

/** Experiment options for nodes that come and go. */
public final class ChurnOptions {
  private static final String NONE = "none";
  private static final double LONGEST_SECONDS = 1e6;

  private ChurnOptions() {}

  /** The options. */
  public static List<ExperimentOption> options() {
    return List.of(
        new ExperimentOption(
            "churn", "exponential", "lifetimes: none, exponential, weibull or pareto"),
        new ExperimentOption("up", "600", "mean seconds that a node stays up"),
        new ExperimentOption("down", "60", "mean seconds that a node is away"));
  }

  /** The churn that the options specify; null for none. */
  public static @Nullable ChurnModel of(Options options) throws ExperimentException {
    String lifetime = options.oneOf("churn", List.of(NONE, "exponential", "weibull", "pareto"));
    double up = options.number("up", 1, LONGEST_SECONDS);
    double down = options.number("down", 1, LONGEST_SECONDS);
    return lifetime.equals(NONE)
        ? null
        : new ChurnModel(Lifetime.valueOf(lifetime.toUpperCase(Locale.ROOT)), up, down);
  }
}
