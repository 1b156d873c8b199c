package net.groupvpn.simulator.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import net.groupvpn.simulator.SimulatorMain;
import net.groupvpn.simulator.data.SyntheticKing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real Spark: in this process, and as a cluster of two worker processes. */
class SparkRunsTest {
  private static final String MASTER = "spark.master";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.executor.memory", "512m",
          "spark.executor.extraClassPath", System.getProperty("java.class.path"));

  private final StringWriter diagnostics = new StringWriter();

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    SETTINGS.forEach(System::setProperty);
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    data = folder.resolve("small.matrix");
    try (PrintWriter file = new PrintWriter(data.toFile(), StandardCharsets.US_ASCII)) {
      SyntheticKing.write(SyntheticKing.generate(30, 9), file);
    }
  }

  @AfterEach
  void forgetSettings() {
    SETTINGS.keySet().forEach(System::clearProperty);
    System.clearProperty(MASTER);
  }

  private Map<String, String> relays(String name, String... more) throws IOException {
    Path results = folder.resolve(name);
    Stream<String> args =
        Stream.concat(
            Stream.of("relays", "--data", data.toString(), "--sizes", "10,20", "--runs", "2"),
            Stream.concat(Stream.of("--out", results.toString()), Stream.of(more)));
    int code =
        SimulatorMain.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(diagnostics, true))
            .execute(args.toArray(String[]::new));
    assertThat(code).as(diagnostics.toString()).isZero();
    return ResultFiles.read(results);
  }

  @Test
  void aClusterGivesTheSameFilesAsThreads() throws IOException {
    Map<String, String> byThreads = relays("threads");
    System.setProperty(MASTER, "local[2]");
    assertThat(relays("local", "--spark")).isEqualTo(byThreads);
    System.setProperty(MASTER, "local-cluster[2,1,512]");
    assertThat(relays("cluster", "--spark")).isEqualTo(byThreads);
  }

  @Test
  void aClusterThatCannotBeReachedIsOneClearError() {
    System.setProperty(MASTER, "nonsense://nowhere");
    Path results = folder.resolve("none");
    String[] args = {"joins", "--sizes", "5", "--runs", "1", "--spark", "--out", "" + results};
    PrintWriter errors = new PrintWriter(diagnostics, true);
    assertThat(SimulatorMain.commandLine().setErr(errors).execute(args)).isEqualTo(1);
    assertThat(diagnostics.toString()).contains("Spark at nonsense://nowhere does not start");
  }
}
