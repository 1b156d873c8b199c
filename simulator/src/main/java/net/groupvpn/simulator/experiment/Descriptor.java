package net.groupvpn.simulator.experiment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * What to run: one experiment over sizes and seeds. As a file it is YAML with the keys {@code
 * experiment, data, reading, sizes, runs, seed, options}.
 *
 * @param data a file of latencies, or null
 * @param reading how to interpret that file, where it is not to be detected: the keys are {@code
 *     format, unit, round-trip, missing}
 * @param runs runs per size
 * @param seed seed of the first run of each size; the others follow
 * @param options options other than the experiment's defaults
 */
public record Descriptor(
    String experiment,
    @Nullable String data,
    Map<String, String> reading,
    List<Integer> sizes,
    int runs,
    long seed,
    Map<String, String> options) {
  private static final int MAX_SIZES = 1_000;
  private static final int MAX_SIZE = 100_000;
  private static final int MAX_RUNS = 100_000;
  private static final Set<String> KEYS =
      Set.of("experiment", "data", "reading", "sizes", "runs", "seed", "options");

  /** Checks everything that can be checked without the experiment. */
  public Descriptor checked() throws ExperimentException {
    if (sizes.isEmpty() || sizes.size() > MAX_SIZES) {
      throw new ExperimentException("give 1 to " + MAX_SIZES + " sizes, not " + sizes.size());
    }
    for (int size : sizes) {
      if (size < 2 || size > MAX_SIZE) {
        throw new ExperimentException("sizes are 2 to " + MAX_SIZE + ", not " + size);
      }
    }
    if (data == null && !reading.isEmpty()) {
      throw new ExperimentException(
          reading.keySet() + " say how a file is read, but there is none: give data, too");
    }
    if (runs < 1 || runs > MAX_RUNS) {
      throw new ExperimentException("runs must be 1 to " + MAX_RUNS + ", not " + runs);
    }
    return this;
  }

  /** Reads a file; unknown keys are refused. */
  public static Descriptor read(Path file) throws ExperimentException {
    try (Reader in = Files.newBufferedReader(file)) {
      Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      if (read instanceof Map<?, ?> map) {
        return of(file, map).checked();
      }
      throw new ExperimentException(file + " is not YAML with keys and values");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new ExperimentException(file + ", line " + line + ": " + e.getProblem());
    } catch (NoSuchFileException e) {
      throw new ExperimentException("there is no file " + file);
    } catch (IOException | YAMLException e) {
      throw new ExperimentException(file + " cannot be read: " + e.getMessage());
    }
  }

  private static Descriptor of(Path file, Map<?, ?> map) throws ExperimentException {
    for (Object key : map.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw new ExperimentException(
            file + ": unknown key '" + key + "'; there are: " + new java.util.TreeSet<>(KEYS));
      }
    }
    Object data = map.get("data");
    return new Descriptor(
        String.valueOf(map.get("experiment")),
        data == null ? null : data.toString(),
        texts(file, "reading", map.get("reading")),
        sizes(file, map.get("sizes")),
        (int) whole(file, "runs", map.get("runs"), 1),
        whole(file, "seed", map.get("seed"), 1),
        texts(file, "options", map.get("options")));
  }

  private static List<Integer> sizes(Path file, @Nullable Object value) throws ExperimentException {
    if (!(value instanceof List<?> list)) {
      throw new ExperimentException(file + ": sizes must be a list such as [25, 50]");
    }
    List<Integer> sizes = new ArrayList<>();
    for (Object each : list) {
      sizes.add((int) whole(file, "sizes", each, 0));
    }
    return List.copyOf(sizes);
  }

  private static long whole(Path file, String key, @Nullable Object value, long fallback)
      throws ExperimentException {
    if (value == null) {
      return fallback;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new ExperimentException(file + ": " + key + " must be a whole number, not " + value);
  }

  private static Map<String, String> texts(Path file, String name, @Nullable Object value)
      throws ExperimentException {
    Map<String, String> texts = new TreeMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> texts.put(String.valueOf(key), String.valueOf(each)));
    } else if (value != null) {
      throw new ExperimentException(file + ": " + name + " must be keys and values");
    }
    return texts;
  }

  /** The file's text. */
  public String toYaml() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("experiment", experiment);
    if (data != null) {
      map.put("data", data);
    }
    if (!reading.isEmpty()) {
      map.put("reading", new TreeMap<>(reading));
    }
    map.put("sizes", sizes);
    map.put("runs", runs);
    map.put("seed", seed);
    map.put("options", new TreeMap<>(options));
    DumperOptions style = new DumperOptions();
    style.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    return new Yaml(new Representer(style), style).dump(map);
  }
}
