package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.List;

/**
 * Something to find out by many independent runs. Implementations keep no state: a run depends on
 * its {@link RunContext} alone, and gives the same rows whenever and wherever it is made.
 */
public interface Experiment extends Serializable {
  /** What most experiments begin with. */
  List<Integer> DEFAULT_SIZES = List.of(50, 100, 200);

  /** Its name, as on the command line. */
  String name();

  /** One line for the help. */
  String description();

  /** What may be set beside sizes and seeds. */
  List<ExperimentOption> options();

  /** Names of the columns that follow {@code size} and {@code seed}. */
  List<String> columns();

  /** What is drawn against the size. */
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

  /** The sizes if none are given. */
  default List<Integer> defaultSizes() {
    return DEFAULT_SIZES;
  }

  /** Whether the figure's y axis is a share, shown in per cent. */
  default boolean isShare() {
    return false;
  }
}
