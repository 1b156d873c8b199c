package net.groupvpn.simulator.experiment;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The values of an experiment's options. Immutable. */
public final class Options implements Serializable {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /** Takes the given values, and defaults for the others. */
  public static Options of(List<ExperimentOption> known, Map<String, String> given)
      throws ExperimentException {
    Map<String, String> values = new TreeMap<>();
    known.forEach(option -> values.put(option.name(), option.fallback()));
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (values.replace(entry.getKey(), entry.getValue()) == null) {
        throw new ExperimentException(
            "unknown option '" + entry.getKey() + "'; there are: " + values.keySet());
      }
    }
    return new Options(values);
  }

  /** All options, sorted by name. */
  public Map<String, String> all() {
    return new TreeMap<>(values);
  }

  /** A text. */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no option " + name);
    }
    return value;
  }

  /** A whole number between two bounds. */
  public int whole(String name, int least, int most) throws ExperimentException {
    String text = text(name);
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new ExperimentException(
        name + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }

  /** A number between two bounds. */
  public double number(String name, double least, double most) throws ExperimentException {
    String text = text(name);
    try {
      double value = Double.parseDouble(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new ExperimentException(
        name + " must be a number from " + least + " to " + most + ", not '" + text + "'");
  }

  /** One of several words. */
  public String oneOf(String name, List<String> words) throws ExperimentException {
    String text = text(name);
    if (!words.contains(text)) {
      throw new ExperimentException(name + " must be one of " + words + ", not '" + text + "'");
    }
    return text;
  }
}
