package net.groupvpn.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class JoinCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter diagnostics = new StringWriter();

  @Test
  void allNodesJoinAndAllRoutesArrive() {
    assertThat(run("join", "--nodes", "30", "--seed", "3")).isZero();
    assertThat(out.toString())
        .contains("nodes             30 (seed 3)", "joined            30", "300 of 300 arrived")
        .contains("degree", "hops", "time to joined");
    assertThat(diagnostics.toString()).contains("wall time");
  }

  @Test
  void theSameSeedPrintsTheSame() {
    run("join", "--nodes", "20", "--seed", "4", "--json");
    String first = out.toString();
    out.getBuffer().setLength(0);
    run("join", "--nodes", "20", "--seed", "4", "--json");
    assertThat(out.toString()).isEqualTo(first).startsWith("{\"nodes\":20,\"seed\":4,");
    out.getBuffer().setLength(0);
    run("join", "--nodes", "20", "--seed", "5", "--json");
    assertThat(out.toString()).isNotEqualTo(first.replace("\"seed\":4", "\"seed\":5"));
  }

  @Test
  void nonsenseIsAUsageError() {
    assertThat(run("join", "--nodes", "1")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run("join", "--nodes", "many")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(diagnostics.toString()).contains("--nodes must be 2 to 20000, not 1");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    return SimulatorMain.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(diagnostics, true))
        .execute(args);
  }
}
