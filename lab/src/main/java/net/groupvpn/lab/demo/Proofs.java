package net.groupvpn.lab.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Group.Pair;
import net.groupvpn.lab.member.Member;

/** The demo's proofs, each with the machine's own tools; collects failures. */
final class Proofs {
  private static final long SERVER_SECONDS = 30;
  private static final double BITS_PER_MEGABIT = 1e6;
  private static final Pattern ROUND_TRIP = Pattern.compile("time=([0-9.]+) ms");

  private final Group group;
  private final Screen screen;
  private final List<String> failures = new ArrayList<>();

  Proofs(Group group, Screen screen) {
    this.group = group;
    this.screen = screen;
  }

  /** The failures, in words. */
  List<String> failures() {
    return failures;
  }

  /** Real ping between all pairs by name. */
  void pingAll(boolean ipv6) {
    screen.step("ping by name over " + (ipv6 ? "IPv6" : "IPv4"));
    for (Pair pair : group.pairs()) {
      String target = pair.to().fullName();
      Commands.Result result =
          pair.from()
              .host()
              .tryExec("ping", ipv6 ? "-6" : "-4", "-n", "-c2", "-i0.2", "-W3", target);
      String line = "%-9s -> %-22s".formatted(pair.from().host().name(), target);
      Matcher times = ROUND_TRIP.matcher(result.output());
      if (result.isSuccess() && times.find()) {
        screen.line(line + " " + times.group(1) + " ms");
      } else {
        fail(line + " no answer: " + result.output().strip());
      }
    }
  }

  /** A page that one member serves and another fetches. */
  void fetchPage() {
    Member server = group.members().get(2);
    Member reader = group.members().get(0);
    screen.step("curl of a page that another member serves");
    List<String> command = new ArrayList<>(JavaCommand.of(PageServer.class, "-Xmx32m"));
    command.add(server.host().name());
    server.host().start("page", command).awaitOutput(PageServer.READY, SERVER_SECONDS);
    String url = "http://" + server.fullName() + ":" + PageServer.PORT + "/";
    Commands.Result result = reader.host().tryExec("curl", "-sS", "--max-time", "10", url);
    if (result.isSuccess() && result.output().equals(PageServer.pageOf(server.host().name()))) {
      screen.line(reader.host().name() + ": curl " + url + " -> " + result.output().strip());
    } else {
      fail("curl " + url + ": " + result.output().strip());
    }
  }

  /** TCP throughput from one site to the other. */
  void measure() {
    Member server = group.members().get(1);
    Member client = group.members().get(0);
    screen.step("iperf3 from " + client.host().name() + " to " + server.host().name());
    server
        .host()
        .start("iperf3", List.of("iperf3", "-s", "--forceflush"))
        .awaitOutput("Server listening", SERVER_SECONDS);
    Commands.Result result =
        client.host().tryExec("iperf3", "-J", "-t", "3", "-c", server.fullName());
    try {
      double bits =
          new ObjectMapper()
              .readTree(result.output())
              .at("/end/sum_received/bits_per_second")
              .asDouble();
      if (bits > 0) {
        screen.line("%.0f Mbit/s of TCP".formatted(bits / BITS_PER_MEGABIT));
      } else {
        fail("iperf3 carried nothing: " + result.output().strip());
      }
    } catch (JsonProcessingException e) {
      fail("iperf3 failed: " + result.output().strip());
    }
  }

  private void fail(String what) {
    failures.add(what);
    screen.line("FAILED: " + what);
  }
}
