package net.groupvpn.lab.islands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.IslandRow;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.Test;

@NeedsRoot
class IslandRowTest {
  private static final List<String> NAMES = List.of("alder", "birch", "cedar", "dogwood", "elm");

  @Test
  void fiveMembersOfWhomOnlyNeighboursCanTalkAllPingEachOther() {
    try (Testbed bed = new Testbed("row")) {
      IslandRow net = new IslandRow(bed, NAMES);
      net.attachThisMachine("gvrow0");
      Group group = Group.create(bed, net.portal(), IslandRow.PORTAL_ADDRESS);
      for (int i = 0; i < NAMES.size(); i++) {
        group.install(net.members().get(i), seeds(i + 1)).start();
      }
      group.members().forEach(Member::awaitUp);
      long nanos = group.awaitAllPairs(90);
      Member first = group.members().get(0);
      Member last = group.members().get(NAMES.size() - 1);
      record(
          bed,
          "all pairs after " + nanos / 1_000_000 + " ms",
          first.run("trace", last.fullName()).output(),
          first.run("ping", "-c", "3", last.fullName()).output(),
          iperf(first, last));
      assertThat(group.allPairsPing(true)).isTrue();
      assertThat(first.run("trace", last.fullName()).isSuccess()).isTrue();
    }
  }

  /** Figures depend on the machine, so they are kept beside the logs and not judged. */
  private static void record(Testbed bed, String... figures) {
    try {
      Files.write(bed.directory().resolve("figures.txt"), List.of(figures));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String iperf(Member from, Member to) {
    Host server = to.host();
    server.start("iperf3", List.of("iperf3", "-s", "-1"));
    List<String> output = new ArrayList<>();
    Await.until(
        "iperf3 has run",
        40,
        () -> {
          Commands.Result result =
              from.host().tryExec("iperf3", "-c", to.ipv4(), "-t", "5", "-f", "m");
          output.add(result.output());
          return result.isSuccess();
        });
    return output.get(output.size() - 1);
  }

  private static String seeds(int number) {
    List<String> seeds = new ArrayList<>();
    if (number > 1) {
      seeds.add('"' + IslandRow.address(number - 1) + ":7400\"");
    }
    if (number < NAMES.size()) {
      seeds.add('"' + IslandRow.address(number + 1) + ":7400\"");
    }
    return "seeds = [" + String.join(", ", seeds) + "]";
  }
}
