package net.groupvpn.simulator.data;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options for the interpretation of a latency file: on the command line, and as keys and values in
 * a descriptor.
 */
public final class DatasetOptions {
  private static final String FORMAT = "format";
  private static final String UNIT = "unit";
  private static final String ROUND_TRIP = "round-trip";
  private static final String MISSING = "missing";
  private static final Set<String> NAMES = Set.of(FORMAT, UNIT, ROUND_TRIP, MISSING);

  @Option(
      names = "--format",
      description =
          "king, e2e-graph, dense, triples, oversim, graphml or gml. Default: detected from the"
              + " file.")
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

  /** The loader with these options. */
  public DatasetLoader loader() throws DatasetException {
    return loader(given());
  }

  /** The given options, by their names without dashes. */
  public Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    put(given, FORMAT, format);
    put(given, UNIT, unit);
    put(given, ROUND_TRIP, roundTrip == null ? null : roundTrip.toString());
    put(given, MISSING, missing);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /** The loader with the options of {@link #given}. */
  public static DatasetLoader loader(Map<String, String> given) throws DatasetException {
    for (String name : given.keySet()) {
      if (!NAMES.contains(name)) {
        throw new DatasetException(
            "'" + name + "' is not an option of a file; there are: " + new TreeSet<>(NAMES));
      }
    }
    String format = given.get(FORMAT);
    String unit = given.get(UNIT);
    String roundTrip = given.get(ROUND_TRIP);
    String missing = given.get(MISSING);
    return new DatasetLoader(
        format == null ? null : DatasetLoader.formatNamed(format),
        unit == null ? null : LatencyUnit.of(unit),
        roundTrip == null ? null : trueOrFalse(roundTrip),
        missing == null ? null : MissingRule.of(missing));
  }

  private static boolean trueOrFalse(String text) throws DatasetException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new DatasetException("round-trip must be true or false, not '" + text + "'");
    };
  }
}
