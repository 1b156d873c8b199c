package net.groupvpn.simulator.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of results. Each run has a file of its own under {@code runs/}, which is either complete
 * or absent, so an interrupted sweep goes on where it stopped.
 *
 * <pre>
 * manifest.json    what was run: version, options, data
 * experiment.yaml  the same for {@code groupvpn-sim run} and {@code resume}
 * runs/SIZE-SEED.csv, runs.csv, summary.csv, summary.json, EXPERIMENT.svg, EXPERIMENT.png
 * </pre>
 */
final class ResultFolder {
  private static final String MANIFEST = "manifest.json";
  private static final String DESCRIPTOR = "experiment.yaml";
  private static final String RUNS = "runs";

  private final Path folder;

  /** Folders that were created here, outermost first. */
  private final List<Path> made = new ArrayList<>();

  ResultFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  /** Starts or continues what {@code manifest} describes; refuses a folder of another sweep. */
  void begin(Descriptor descriptor, String manifest) throws ExperimentException {
    try {
      for (Path each = folder.toAbsolutePath(); each != null && !Files.exists(each); ) {
        made.add(0, each);
        each = each.getParent();
      }
      Files.createDirectories(folder.resolve(RUNS));
    } catch (IOException e) {
      throw new ExperimentException(folder + " cannot be made: " + reason(e));
    }
    Path file = folder.resolve(MANIFEST);
    if (Files.exists(file)) {
      if (!manifest.equals(read(file))) {
        throw new ExperimentException(
            folder + " holds results of another experiment, data or options; name another --out");
      }
    } else {
      write(DESCRIPTOR, descriptor.toYaml());
      write(MANIFEST, manifest);
    }
  }

  /** Removes a folder that {@link #begin} has created if it contains no run. */
  void discardUnlessUsed() throws ExperimentException {
    if (made.isEmpty()) {
      return;
    }
    try (Stream<Path> runs = Files.list(folder.resolve(RUNS))) {
      if (runs.findAny().isPresent()) {
        return;
      }
    } catch (IOException e) {
      throw new ExperimentException(folder + " cannot be read: " + reason(e));
    }
    for (String name : List.of(RUNS, DESCRIPTOR, MANIFEST)) {
      discard(folder.resolve(name));
    }
    for (int i = made.size() - 1; i >= 0; i--) {
      discard(made.get(i));
    }
  }

  /** The manifest of this folder. */
  Descriptor descriptor() throws ExperimentException {
    if (!Files.isDirectory(folder)) {
      throw new ExperimentException("there is no folder " + folder);
    }
    return Descriptor.read(folder.resolve(DESCRIPTOR));
  }

  String manifest() throws ExperimentException {
    return read(folder.resolve(MANIFEST));
  }

  boolean has(RunKey key) {
    return Files.exists(file(key));
  }

  void save(RunKey key, List<double[]> rows) throws ExperimentException {
    write(RUNS + "/" + key.fileName(), rows.stream().map(ResultFolder::line).collect(lines()));
  }

  private List<double[]> load(RunKey key, int columns) throws ExperimentException {
    Path file = file(key);
    List<double[]> rows = new ArrayList<>();
    for (String line : read(file).lines().toList()) {
      double[] values = values(file, line);
      if (values.length != columns) {
        throw new ExperimentException(
            "%s has %d values in a row, where this version's experiment has %d columns: another version made it; run it again with this one"
                .formatted(file, values.length, columns));
      }
      rows.add(values);
    }
    return rows;
  }

  /** The rows of all runs in this folder, in the order of the sweep, with that many values each. */
  Map<RunKey, List<double[]>> loadAll(Descriptor descriptor, int columns)
      throws ExperimentException {
    Map<RunKey, List<double[]>> all = new LinkedHashMap<>();
    for (RunKey key : RunKey.of(descriptor)) {
      if (has(key)) {
        all.put(key, load(key, columns));
      }
    }
    return all;
  }

  private Path file(RunKey key) {
    return folder.resolve(RUNS).resolve(key.fileName());
  }

  private static String line(double[] values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      line.append(i == 0 ? "" : ",").append(ResultNumbers.text(values[i]));
    }
    return line.toString();
  }

  private static double[] values(Path file, String line) throws ExperimentException {
    try {
      return Arrays.stream(line.split(",", -1)).mapToDouble(ResultNumbers::parse).toArray();
    } catch (NumberFormatException e) {
      throw new ExperimentException(file + " holds a row that is not of numbers: '" + line + "'");
    }
  }

  private static java.util.stream.Collector<CharSequence, ?, String> lines() {
    return Collectors.joining("\n", "", "\n");
  }

  /** Writes the table of all runs. */
  void writeRuns(List<String> columns, Map<RunKey, List<double[]>> runs)
      throws ExperimentException {
    StringBuilder out = new StringBuilder("size,seed," + String.join(",", columns) + "\n");
    runs.forEach(
        (key, rows) ->
            rows.forEach(
                row ->
                    out.append(key.size())
                        .append(',')
                        .append(key.seed())
                        .append(',')
                        .append(line(row))
                        .append('\n')));
    write("runs.csv", out.toString());
  }

  void write(String name, String content) throws ExperimentException {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a file completely, or leaves the old one. */
  void write(String name, byte[] content) throws ExperimentException {
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(part);
      throw new ExperimentException(file + " cannot be written: " + reason(e));
    }
  }

  private static void discard(Path part) throws ExperimentException {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      throw new ExperimentException(part + " cannot be removed: " + reason(e));
    }
  }

  private static String read(Path file) throws ExperimentException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ExperimentException(file + " cannot be read: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : e instanceof java.nio.file.FileSystemException system && system.getReason() != null
            ? system.getReason()
            : String.valueOf(e.getMessage());
  }
}
