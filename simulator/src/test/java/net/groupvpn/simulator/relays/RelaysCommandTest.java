package net.groupvpn.simulator.relays;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.SimulatorMain;
import net.groupvpn.simulator.data.SyntheticKing;
import net.groupvpn.simulator.experiment.ResultFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a command to files. */
class RelaysCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter diagnostics = new StringWriter();

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void makeData() throws IOException {
    data = folder.resolve("small.matrix");
    try (PrintWriter file = new PrintWriter(data.toFile(), StandardCharsets.US_ASCII)) {
      SyntheticKing.write(SyntheticKing.generate(40, 9), file);
    }
  }

  private int run(String... args) {
    return SimulatorMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(diagnostics, true))
        .execute(args);
  }

  private int relays(Path results, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "relays", "--data", data.toString(), "--sizes", "12,30", "--runs", "2", "--out"));
    args.add(results.toString());
    args.addAll(
        List.of("--siblings", "4", "--per-bucket", "1", "--choice", "blind", "--settle", "30"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void theSameFilesComeWhateverTheThreadsShardsAndInterruptions() throws IOException {
    Path one = folder.resolve("one");
    assertThat(relays(one, "--threads", "1")).as(diagnostics.toString()).isZero();
    Map<String, String> expected = ResultFiles.read(one);
    assertThat(expected.keySet())
        .contains(
            "experiment.yaml",
            "manifest.json",
            "runs.csv",
            "summary.csv",
            "summary.json",
            "relays.svg",
            "relays.png");

    Path two = folder.resolve("two");
    assertThat(relays(two, "--threads", "2")).isZero();
    assertThat(ResultFiles.read(two)).isEqualTo(expected);

    Files.delete(two.resolve("runs/30-2.csv"));
    Files.delete(two.resolve("runs.csv"));
    assertThat(run("resume", two.toString())).isZero();
    assertThat(ResultFiles.read(two)).isEqualTo(expected);

    Path first = folder.resolve("s1");
    Path second = folder.resolve("s2");
    Path merged = folder.resolve("merged");
    assertThat(relays(first, "--shard", "1/2")).isZero();
    assertThat(relays(second, "--shard", "2/2")).isZero();
    assertThat(out.toString()).contains("2 of 4 runs are in");
    assertThat(run("merge", first.toString(), second.toString(), "--out", merged.toString()))
        .isZero();
    assertThat(ResultFiles.read(merged)).isEqualTo(expected);
    checkRows(expected);
  }

  private static void checkRows(Map<String, String> files) {
    List<String> lines = files.getOrDefault("runs.csv", "").lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "size,seed,degree,hops,pairs,direct_ms,overlay_ms,relay_nearest_ms,"
                + "relay_better_end_ms,relay_sum_ms,relay_best_ms");
    assertThat(lines).hasSize(5);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      assertThat(Double.parseDouble(fields[3])).as("hops").isGreaterThanOrEqualTo(2);
      double best = Double.parseDouble(fields[10]);
      double sum = Double.parseDouble(fields[9]);
      double better = Double.parseDouble(fields[8]);
      double nearest = Double.parseDouble(fields[7]);
      assertThat(best).isLessThanOrEqualTo(sum);
      assertThat(sum).isLessThanOrEqualTo(better);
      assertThat(better).isLessThanOrEqualTo(nearest);
      assertThat(Double.parseDouble(fields[6])).as("overlay").isGreaterThanOrEqualTo(best);
    }
  }

  @Test
  void aSmallFullMeshHasNoPairsAndForeignRowsAreRefused() throws IOException {
    Path results = folder.resolve("mesh");
    assertThat(
            run(
                "relays",
                "--data",
                data.toString(),
                "--sizes",
                "8",
                "--runs",
                "1",
                "--out",
                results.toString()))
        .isZero();
    assertThat(Files.readString(results.resolve("runs.csv"))).contains("8,1,7,,0,,,,,,");

    Path run = results.resolve("runs/8-1.csv");
    Files.writeString(run, "7,,0\n");
    assertThat(run("compare", results.toString(), results.toString())).isEqualTo(1);
    assertThat(diagnostics.toString())
        .contains("8-1.csv has 3 values in a row", "9 columns", "run it again");
    Files.writeString(run, "7,,0,,,,,,x\n");
    assertThat(run("plot", results.toString())).isEqualTo(1);
    assertThat(diagnostics.toString()).contains("8-1.csv holds a row that is not of numbers");
  }

  @Test
  void errorsAreClearAndLeaveEarlierResultsWhole() throws IOException {
    Path results = folder.resolve("one");
    assertThat(relays(results)).isZero();
    Map<String, String> before = ResultFiles.read(results);
    assertThat(relays(results, "--seed", "5")).isEqualTo(1);
    assertThat(diagnostics.toString()).contains("holds results of another experiment");
    assertThat(relays(results, "--frobnicate")).isEqualTo(2);
    assertThat(diagnostics.toString()).contains("Unknown option: '--frobnicate'");
    assertThat(
            run(
                "relays",
                "--data",
                data.toString(),
                "--sizes",
                "12",
                "--siblings",
                "9",
                "--out",
                folder.resolve("x/y").toString()))
        .isEqualTo(1);
    assertThat(diagnostics.toString()).contains("siblings must be a whole number from 1 to 8");
    assertThat(folder.resolve("x")).as("an option that failed").doesNotExist();
    assertThat(run("relays", "--data", "nowhere", "--out", folder.resolve("y").toString()))
        .isEqualTo(1);
    assertThat(diagnostics.toString()).contains("there is no file nowhere");
    assertThat(
            run(
                "relays",
                "--data",
                data.toString(),
                "--sizes",
                "41",
                "--out",
                folder.resolve("z").toString()))
        .isEqualTo(1);
    assertThat(diagnostics.toString()).contains("size 41 is more than the 40 nodes of the data");
    assertThat(ResultFiles.read(results)).isEqualTo(before);
  }

  @Test
  void aDescriptorSaysTheSameAsOptions() throws IOException {
    Path byOptions = folder.resolve("options");
    assertThat(relays(byOptions)).isZero();
    Path byFile = folder.resolve("file");
    assertThat(
            run("run", byOptions.resolve("experiment.yaml").toString(), "--out", byFile.toString()))
        .isZero();
    assertThat(ResultFiles.read(byFile)).isEqualTo(ResultFiles.read(byOptions));
    out.getBuffer().setLength(0);
    assertThat(run("compare", byOptions.toString(), byFile.toString())).isZero();
    assertThat(out.toString()).contains("gain, sum").doesNotContain("intervals apart");
    Path wrong = Files.writeString(folder.resolve("w.yaml"), "experiment: relays\nsize: [3]\n");
    assertThat(run("run", wrong.toString(), "--out", folder.resolve("w").toString())).isEqualTo(1);
    assertThat(diagnostics.toString()).contains("unknown key 'size'");
  }

  @Test
  void howTheFileIsReadCanBeSaidForEveryExperimentAndStandsInTheDescriptor() throws IOException {
    Path millis = folder.resolve("millis.matrix");
    Files.writeString(
        millis, Files.readString(data).replaceAll("(\\d+)(\\d{3})(?=[ \\n])", "$1.$2"));
    Path results = folder.resolve("said");
    List<String> command =
        List.of("joins", "--data", millis.toString(), "--sizes", "5", "--runs", "1");
    assertThat(run(with(command, "--out", results.toString()))).isEqualTo(1);
    assertThat(diagnostics.toString()).contains("King's microseconds");
    assertThat(results).doesNotExist();
    assertThat(run(with(command, "--unit", "ms", "--out", results.toString()))).isZero();
    assertThat(Files.readString(results.resolve("experiment.yaml")))
        .contains("reading: {unit: ms}");
    assertThat(Files.readString(results.resolve("manifest.json"))).contains("round-trip ms");
    Path again = folder.resolve("again");
    assertThat(run("run", results.resolve("experiment.yaml").toString(), "--out", again.toString()))
        .isZero();
    assertThat(ResultFiles.read(again)).isEqualTo(ResultFiles.read(results));
    assertThat(run("joins", "--sizes", "5", "--unit", "ms", "--out", again.toString()))
        .isEqualTo(1);
    assertThat(diagnostics.toString()).contains("[unit] say how a file is read, but there is none");
  }

  private static String[] with(List<String> command, String... more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
