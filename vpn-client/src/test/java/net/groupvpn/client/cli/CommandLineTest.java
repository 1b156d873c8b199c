package net.groupvpn.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import net.groupvpn.client.control.Refusals;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.client.journal.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(30)
class CommandLineTest {
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

  @Test
  void wrongUsageIsTwo() {
    assertThat(run("frobnicate")).isEqualTo(ExitCode.USAGE);
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(run("ping")).isEqualTo(ExitCode.USAGE);
    assertThat(run("config")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void withoutAClientItIsThreeAndSaysWhatToDo() {
    for (String command : List.of("status", "peers", "ip", "down")) {
      assertThat(run(command)).isEqualTo(ExitCode.NOT_RUNNING);
    }
    assertThat(err.toString()).contains("groupvpn up GROUPFILE");
    assertThat(err.toString()).contains(" in " + directory.resolve("run") + "; if root has");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void withJsonAFailureIsJsonToo() throws Exception {
    assertThat(run("status", "--json")).isEqualTo(ExitCode.NOT_RUNNING);
    JsonNode failure = JSON.readTree(out.toString());
    assertThat(failure.path("error").asText()).isEqualTo("not_running");
    assertThat(failure.path("message").asText()).contains("groupvpn up");

    out.getBuffer().setLength(0);
    assertThat(run("ping", "--json")).isEqualTo(ExitCode.USAGE);
    assertThat(JSON.readTree(out.toString()).path("error").asText()).isEqualTo("usage");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void whoWasRevokedIsToldSoAlsoLater() throws Exception {
    new Refusals(directory.resolve("run")).remember("office", "revoked, 2026-01-02: so it is");
    assertThat(run("status")).isEqualTo(ExitCode.REFUSED);
    assertThat(run("status", "--network", "office")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("revoked, 2026-01-02: so it is");
    assertThat(run("status", "--network", "other")).isEqualTo(ExitCode.NOT_RUNNING);
    new Refusals(directory.resolve("run")).forget("office");
    assertThat(run("status")).isEqualTo(ExitCode.NOT_RUNNING);
  }

  @Test
  void aNameThatNobodyHasIsSaidToBeNobodys() throws Exception {
    serve("office", "{\"version\":1,\"answers\":[]}");
    assertThat(run("dns", "nosuch")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("nobody in the group has the name or address nosuch");
  }

  @Test
  void pingsWithoutAPauseAreRefused() {
    for (String interval : List.of("0", "-1", "NaN", "1e9")) {
      assertThat(run("ping", "-i", interval, "birch")).isEqualTo(ExitCode.USAGE);
    }
    assertThat(err.toString()).contains("--interval is 0");
  }

  @Test
  void anAnswerThatCouldNotBeWrittenIsAFailure() {
    List<String> said = new ArrayList<>();
    assertThat(Failures.afterWriting(ExitCode.FINE, false, said::add)).isEqualTo(ExitCode.FINE);
    assertThat(Failures.afterWriting(ExitCode.FINE, true, said::add)).isEqualTo(ExitCode.FAILED);
    assertThat(Failures.afterWriting(ExitCode.USAGE, true, said::add)).isEqualTo(ExitCode.USAGE);
    assertThat(said).hasSize(2).allMatch(line -> line.contains("could not be written"));
  }

  @Test
  void aBadConfigurationIsSix() throws IOException {
    Path file = Files.writeString(directory.resolve("office.toml"), "prot = 1\n");

    assertThat(run("config", "check", file.toString())).isEqualTo(ExitCode.BAD_CONFIG);
    assertThat(err.toString()).contains("office.toml:1: unknown key prot");
  }

  @Test
  void helpListsTheExitCodesOnStandardOutput() {
    assertThat(run("--help")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("Exit codes:", "no client is running");
    assertThat(run("ping", "--help")).isEqualTo(ExitCode.FINE);
  }

  @Test
  void jsonIsWhatTheClientSaid() throws Exception {
    serve("office", "{\"version\":1,\"state\":\"up\",\"network\":\"office\"}");

    assertThat(run("status", "--json")).isEqualTo(ExitCode.FINE);
    JsonNode printed = JSON.readTree(out.toString());
    assertThat(printed.path("version").asInt()).isEqualTo(1);
    assertThat(printed.path("state").asText()).isEqualTo("up");
  }

  @Test
  void severalNetworksNeedAName() throws Exception {
    serve("home", "{\"state\":\"up\"}");
    serve("office", "{\"state\":\"joining\"}");

    assertThat(run("status")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("home, office", "--network");
    assertThat(run("status", "--network", "office")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("joining");
  }

  @Test
  void pingNamesThePathOfEveryReply() throws Exception {
    serve(
        "office",
        "{\"replied\":true,\"name\":\"bob\",\"address\":\"10.128.0.2\",\"rtt_ms\":1.25,"
            + "\"path\":\"direct 192.0.2.1:7400\"}");

    assertThat(run("ping", "bob", "-c", "2", "-i", "0.01")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString().lines())
        .containsExactly(
            "reply from bob (10.128.0.2) in 1.25 ms via direct 192.0.2.1:7400",
            "reply from bob (10.128.0.2) in 1.25 ms via direct 192.0.2.1:7400");
    assertThat(asked).containsExactly("ping", "ping");
  }

  @Test
  void pingWithoutAnyReplyFails() throws Exception {
    serve("office", "{\"replied\":false,\"address\":\"10.128.0.2\",\"reason\":\"no session\"}");

    assertThat(run("ping", "bob", "-c", "1")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("no reply from bob", "no session");
  }

  @Test
  void netcheckSaysWhatPeersSee() throws Exception {
    serve(
        "office",
        "{\"udp\":true,\"ipv6\":false,\"ipv6_address\":true,\"mapping\":\"endpoint-dependent\","
            + "\"filtering\":\"address-and-port-dependent\",\"port_mapping\":\"mapped\","
            + "\"mapped_ports\":[{\"endpoint\":\"198.51.100.7:7411\",\"method\":\"nat-pmp\","
            + "\"gateway\":\"192.168.1.254\"}],\"endpoints\":[\"198.51.100.7:7400\"],"
            + "\"relays\":[{\"realm\":\"group\",\"name\":\"bob\",\"endpoint\":\"192.0.2.1:7400\","
            + "\"rtt_ms\":1.25}]}");

    assertThat(run("netcheck")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString())
        .contains("UDP", "works", "no peer is reached by IPv6", "endpoint-dependent")
        .contains("198.51.100.7:7411, by nat-pmp of 192.168.1.254")
        .contains("198.51.100.7:7400", "member bob, 192.0.2.1:7400, 1.3 ms");
  }

  @Test
  void queryTellsOfAllMembersAndFailsIfSomeAreMissing() throws Exception {
    serve(
        "office",
        "{\"nodes\":5,\"joined\":4,\"partial\":true,\"missing_parts\":2,\"depth\":1,"
            + "\"took_ms\":12.3,\"versions\":{\"1.0\":3,\"1.1\":2},\"slowest\":[{\"node\":"
            + "\"0123456789\",\"peer\":\"9876543210\",\"peer_name\":\"bob\",\"path\":\"relay\","
            + "\"rtt_ms\":80.04}]}");

    assertThat(run("query")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString())
        .contains("5, 1 of them still joining", "1.0: 3, 1.1: 2", "12 ms, 1 hops deep")
        .contains("01234567", "bob", "relay", "80.0 ms", "partial: no answer in time from 2 parts");
  }

  @Test
  void crawlNamesWhoeverIsWrongAndHowOften() throws Exception {
    serve(
        "office",
        "{\"done\":true,\"nodes\":3,\"right\":2,\"wrong\":1,\"silent\":1,\"joining\":0,"
            + "\"took_ms\":2500,\"questions\":4,\"run\":7,\"wrong_nodes\":[{\"node\":\"aa\","
            + "\"name\":\"bob\",\"wrong_in_a_row\":3,\"lacks\":[{\"node\":\"bb\",\"name\":"
            + "\"carol\"}],\"ghosts\":[{\"node\":\"cc\"}]}],\"silent_nodes\":[{\"node\":\"cc\"}]}");

    assertThat(run("crawl")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString())
        .contains("2.5 s, 4 questions, run 7")
        .contains("wrong: bob, 3 times in a row, lacks carol, still names cc")
        .contains("silent: cc");
    assertThat(asked).containsExactly("crawl");
  }

  @Test
  void ipPrintsOneAddressALine() throws Exception {
    serve("office", "{\"ipv4\":\"10.128.0.7\",\"ipv6\":\"fd00::7\"}");

    assertThat(run("ip", "-4")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString().strip()).isEqualTo("10.128.0.7");
  }

  @Test
  void versionAndCompletionNeedNoClient() {
    assertThat(run("version")).isEqualTo(ExitCode.FINE);
    assertThat(run("version", "--json")).isEqualTo(ExitCode.FINE);
    assertThat(run("completion")).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("\"version\":1", "complete -F");
  }

  private int run(String... arguments) {
    CommandLine command =
        GroupVpnMain.commandLine(new Directories(directory, directory, directory.resolve("run")));
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private void serve(String network, String answer) throws IOException {
    Path run = Files.createDirectories(directory.resolve("run"));
    ObjectNode result = (ObjectNode) JSON.readTree(answer);
    servers.add(
        ControlServer.start(
            run.resolve(network + ".sock"),
            (command, arguments) -> {
              asked.add(command);
              return result;
            }));
  }

  @Test
  void downWithoutAClientTakesBackWhatOneHasLeft() throws Exception {
    Path state = Files.createDirectories(directory.resolve("office"));
    Files.writeString(state.resolve(Journal.FILE), "no journal\n");
    assertThat(run("down", "--network", "home")).isEqualTo(ExitCode.NOT_RUNNING);
    assertThat(run("down", "--network", "office")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("office: ", "machine.journal is damaged");
    assertThat(run("down", "--network", "office")).isEqualTo(ExitCode.NOT_RUNNING);
  }

  @Test
  void cleanupSaysWhatItTakesBackAndLeavesRunningClientsAlone() throws Exception {
    Path state = Files.createDirectories(directory.resolve("office"));
    Journal.open(state)
        .begin(new Step("sysctl", List.of("net.ipv4.no_such_setting", "1"), "0", bootId()));
    try (StateStore running = StateStore.open(state)) {
      assertThat(run("cleanup", "--keep-kill-switch")).isEqualTo(ExitCode.FINE);
      assertThat(err.toString()).isEmpty();
      assertThat(run("cleanup", "--network", "office")).isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("another client uses " + running.directory());
    }
    assertThat(run("cleanup", "--close-kill-switch")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("net.ipv4.no_such_setting 1 cannot be taken back");
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
