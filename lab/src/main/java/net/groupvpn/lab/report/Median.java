package net.groupvpn.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The median of some numbers. */
public final class Median {
  private Median() {}

  /** The middle value, or the mean of the two in the middle; there must be at least one. */
  public static double of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** All values, smallest first, as text. */
  public static String list(List<Double> values) {
    return values.stream()
        .sorted()
        .map(value -> String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value))
        .collect(Collectors.joining(", "));
  }
}
