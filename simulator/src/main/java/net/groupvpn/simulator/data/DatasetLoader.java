package net.groupvpn.simulator.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads latency files. Detects whatever is not specified: the format by the file's name and first
 * lines, the unit by the format or the median.
 *
 * @param format null to detect it
 * @param unit null for the format's
 * @param roundTrip null for the format's
 * @param missing null for the format's
 */
public record DatasetLoader(
    @Nullable DatasetFormat format,
    @Nullable LatencyUnit unit,
    @Nullable Boolean roundTrip,
    @Nullable MissingRule missing) {
  private static final double LONGEST_SECONDS = 100;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Larger medians are microseconds; p2psim's graphs are {@code uking-t} then, round trip. */
  private static final double LEAST_MICROSECONDS = 5_000;

  /** Detects everything. */
  public static DatasetLoader guessing() {
    return new DatasetLoader(null, null, null, null);
  }

  /** Reads a file. */
  public Dataset load(Path file) throws DatasetException {
    if (Files.isDirectory(file)) {
      throw new DatasetException(file + " is a folder; name a file of latencies");
    }
    DatasetFormat found = format == null ? FormatSniffer.sniff(file) : format;
    RawMatrix raw = read(file, found);
    DatasetRules rules = rules(file, found, raw);
    LatencyMatrix measured = convert(file, raw, rules);
    LatencyMatrix usable = measured.mirrored().withoutGaps();
    if (usable.sites() < 2) {
      throw new DatasetException(
          file
              + ": fewer than two nodes have latencies to one another, with "
              + measured.missingText()
              + "; are --missing and --format right?");
    }
    return new Dataset(file, found, rules, measured, usable, Dataset.sha256Of(file));
  }

  private static RawMatrix read(Path file, DatasetFormat format) throws DatasetException {
    try (LineSource source = LineSource.open(file)) {
      return switch (format) {
        case KING, DENSE -> new DenseReader(source).read();
        case E2E_GRAPH, TRIPLES -> new PairReader(source).read();
        case OVERSIM -> new OverSimReader(source).read();
        case GRAPHML -> new GraphMlReader(source).read();
        case GML -> new GmlReader(source).read();
      };
    }
  }

  private DatasetRules rules(Path file, DatasetFormat found, RawMatrix raw)
      throws DatasetException {
    DatasetRules defaults = found.defaults();
    double median = raw.median();
    if (found == DatasetFormat.E2E_GRAPH && median >= LEAST_MICROSECONDS) {
      defaults = new DatasetRules(LatencyUnit.MICROSECONDS, true, defaults.missing());
    }
    LatencyUnit chosen = unit == null ? defaults.unit() : unit;
    if (chosen == LatencyUnit.GUESSED) {
      // Without a single value any unit will do; the missing values are reported later.
      chosen = Double.isNaN(median) ? LatencyUnit.MILLISECONDS : guessed(file, median);
    } else if (unit == null && found == DatasetFormat.KING) {
      checkKing(file, median);
    }
    return new DatasetRules(
        chosen, or(roundTrip, defaults::roundTrip), or(missing, defaults::missing));
  }

  private static LatencyUnit guessed(Path file, double median) throws DatasetException {
    LatencyUnit guess = LatencyUnit.guess(median);
    if (guess == null) {
      throw new DatasetException(
          file
              + ": the unit is not clear: the median is "
              + LatencyUnit.readings(median)
              + "; say --unit");
    }
    return guess;
  }

  /** A file with such a name may contain milliseconds all the same. */
  private static void checkKing(Path file, double median) throws DatasetException {
    if (median < LEAST_MICROSECONDS) {
      throw new DatasetException(
          file
              + ": the name says King's microseconds, but the median is "
              + LatencyUnit.readings(median)
              + "; say --unit");
    }
  }

  private static <T> T or(@Nullable T value, Supplier<T> otherwise) {
    return value == null ? otherwise.get() : value;
  }

  private static LatencyMatrix convert(Path file, RawMatrix raw, DatasetRules rules)
      throws DatasetException {
    int size = raw.size();
    double nanos = rules.unit().nanos() / (rules.roundTrip() ? 2 : 1);
    int[] ticks = new int[size * size];
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        float value = raw.get(from, to);
        boolean gap = from != to && rules.missing().isMissing(value);
        if (!gap && value * nanos > LONGEST_SECONDS * NANOS_PER_SECOND) {
          throw new DatasetException(
              String.format(
                  Locale.ROOT,
                  "%s: %s %s between nodes %d and %d is more than %.0f s; is --unit right?",
                  file,
                  value,
                  rules.unit(),
                  from + 1,
                  to + 1,
                  LONGEST_SECONDS));
        }
        ticks[from * size + to] =
            gap
                ? LatencyMatrix.MISSING
                : (int) Math.round(value * nanos / LatencyMatrix.TICK_NANOS);
      }
    }
    return LatencyMatrix.ofTicks(size, ticks);
  }

  /** The formats, as people write them. */
  public static DatasetFormat formatNamed(String name) throws DatasetException {
    for (DatasetFormat format : DatasetFormat.values()) {
      if (format.toString().equals(name)) {
        return format;
      }
    }
    throw new DatasetException(
        "the format must be one of " + List.of(DatasetFormat.values()) + ", not '" + name + "'");
  }
}
