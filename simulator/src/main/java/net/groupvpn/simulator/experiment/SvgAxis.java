package net.groupvpn.simulator.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a figure, from one round number to another.
 *
 * @param step between two ticks, in the axis's unit
 * @param from where {@code low} is drawn
 * @param to where {@code high} is drawn; may be less than {@code from}
 */
record SvgAxis(double low, double high, double step, double from, double to) {
  private static final int STEPS = 6;
  private static final double[] ROUND = {1, 2, 5, 10};
  private static final double TOLERANCE = 1e-9;

  /** An axis that all values fit on; there must be at least one value. */
  static SvgAxis of(List<Double> values, double from, double to) {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double step = roundStep((most - least) / STEPS);
    double low = Math.floor(least / step + TOLERANCE) * step;
    double high = Math.max(low + step, Math.ceil(most / step - TOLERANCE) * step);
    return new SvgAxis(low, high, step, from, to);
  }

  /** The smallest round number that is not smaller. */
  private static double roundStep(double least) {
    if (!(least > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double each : ROUND) {
      if (each * power >= least * (1 - TOLERANCE)) {
        return each * power;
      }
    }
    return ROUND[ROUND.length - 1] * power;
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long count = Math.round((high - low) / step);
    for (int i = 0; i <= count; i++) {
      ticks.add(low + i * step);
    }
    return ticks;
  }

  /** The position of a value. */
  double place(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }
}
