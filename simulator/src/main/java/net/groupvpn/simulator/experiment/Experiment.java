package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.List;

/**
 * A question answered by many independent runs. Implementations keep no state: a run depends on its
 * {@link RunContext} alone, and yields the same rows whenever and wherever it is made.
 */
public interface Experiment extends Serializable {
  /** The first options of most experiments. */
  List<Integer> DEFAULT_SIZES = List.of(50, 100, 200);

  /** Its name on the command line. */
  String name();

  /** One line for the help. */
  String description();

  /** The options besides sizes and seeds. */
  List<ExperimentOption> options();

  /** Names of the columns that follow {@code size} and {@code seed}. */
  List<String> columns();

  /** The values drawn against the size. */
  List<PlotLine> plot();

  /**
   * Makes one run, on one thread.
   *
   * @return rows with a value for each column; NaN where there is none
   */
  List<double[]> run(RunContext context) throws ExperimentException;

  /** Whether runs need measured latencies. */
  default boolean needsData() {
    return false;
  }

  /** The default sizes. */
  default List<Integer> defaultSizes() {
    return DEFAULT_SIZES;
  }

  /** Whether the figure's y axis is a share, shown in per cent. */
  default boolean isShare() {
    return false;
  }
}
