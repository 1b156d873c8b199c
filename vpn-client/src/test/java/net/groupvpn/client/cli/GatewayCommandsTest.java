package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.control.ControlServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class GatewayCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private final List<ControlServer> servers = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() throws IOException {
    for (ControlServer server : servers) {
      server.close();
    }
  }

  private int run(String... arguments) {
    CommandLine command =
        GroupVpnMain.commandLine(new Directories(directory, directory, directory.resolve("run")));
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private void serve(String answer) throws IOException {
    Path run = Files.createDirectories(directory.resolve("run"));
    ObjectNode result = (ObjectNode) JSON.readTree(answer);
    servers.add(
        ControlServer.start(
            run.resolve("office.sock"),
            (command, arguments) -> {
              asked.add(command + " " + arguments);
              return result;
            }));
  }

  @Test
  void aPauseSaysUntilWhenEverythingIsInTheOpen() throws Exception {
    serve("{\"version\":1,\"on\":true,\"paused_until\":\"2026-11-30T12:05:00Z\"}");
    assertThat(run("exit-node", "pause", "5m")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("in the open until 2026-11-30T12:05:00Z");
    assertThat(run("exit-node", "pause", "90s")).isEqualTo(ExitCode.FINE);
    assertThat(run("exit-node", "pause", "1h")).isEqualTo(ExitCode.FINE);
    assertThat(asked)
        .containsExactly(
            "exit_node {\"action\":\"pause\",\"seconds\":300}",
            "exit_node {\"action\":\"pause\",\"seconds\":90}",
            "exit_node {\"action\":\"pause\",\"seconds\":3600}");
  }

  @Test
  void aPauseWithoutALengthIsRefusedAndSoIsALengthOfAnythingElse() throws Exception {
    serve("{\"version\":1,\"on\":true}");
    assertThat(run("exit-node", "pause")).isEqualTo(ExitCode.USAGE);
    assertThat(run("exit-node", "pause", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(run("exit-node", "auto", "5m")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("groupvpn exit-node pause 5m");
    assertThat(asked).isEmpty();
  }

  @Test
  void aPauseCanBeEndedEarly() throws Exception {
    serve("{\"version\":1,\"on\":true}");
    assertThat(run("exit-node", "resume")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("through a gateway");
    assertThat(asked).containsExactly("exit_node {\"action\":\"resume\"}");
  }

  @Test
  void aCheckOfTheGatewayNamesWhoDropsAndWhatToAdd() throws Exception {
    serve(
        "{\"version\":1,\"works\":true,\"ipv4\":{\"works\":true},\"ipv6\":{\"works\":false,\"why\":"
            + "\"forwarding is dropped by table inet filter chain forward (policy drop)\","
            + "\"advice\":[\"nft insert rule inet filter forward iifname \\\"gvpn0\\\" accept\"]}}");
    assertThat(run("gateway", "check")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString().lines())
        .containsExactly(
            "IPv4: members' packets pass",
            "IPv6: forwarding is dropped by table inet filter chain forward (policy drop)",
            "  to let members' packets pass, as root:",
            "    nft insert rule inet filter forward iifname \"gvpn0\" accept");
    assertThat(asked).containsExactly("gateway_check {}");
  }

  @Test
  void aGatewayThatCarriesNothingIsAFailure() throws Exception {
    serve(
        "{\"version\":1,\"works\":false,\"ipv4\":{\"works\":false,\"why\":\"no role\"},"
            + "\"ipv6\":{\"works\":false,\"why\":\"no role\"}}");
    assertThat(run("gateway", "check")).isEqualTo(ExitCode.FAILED);
    assertThat(run("gateway")).isEqualTo(ExitCode.USAGE);
  }
}
