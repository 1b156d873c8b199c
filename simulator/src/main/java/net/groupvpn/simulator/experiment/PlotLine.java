package net.groupvpn.simulator.experiment;

import java.util.function.ToDoubleFunction;

/**
 * One line of a figure and one column of the printed table.
 *
 * @param label for people
 * @param value computes the value from a row's values, in the order of the columns; NaN if there is
 *     none
 * @param drawn whether it is also in the figure
 */
public record PlotLine(String label, ToDoubleFunction<double[]> value, boolean drawn) {
  /** A column as it is. */
  public static PlotLine column(String label, int column, boolean drawn) {
    return new PlotLine(label, values -> values[column], drawn);
  }
}
