package net.groupvpn.lab.islands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Commands;
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
      Group group = Group.create(bed, net.portal(), IslandRow.PORTAL_ADDRESS, "--stream-port", "0");
      for (int i = 0; i < NAMES.size(); i++) {
        group.install(net.members().get(i), seeds(i + 1)).start();
      }
      group.members().forEach(Member::awaitUp);
      long nanos = group.awaitAllPairs(90);
      Member first = group.members().get(0);
      Member last = group.members().get(NAMES.size() - 1);
      System.out.println("five in a row: all pairs after " + nanos / 1_000_000 + " ms");
      assertThat(group.allPairsPing(true)).isTrue();
      Commands.Result trace = first.run("trace", last.fullName());
      assertThat(trace.isSuccess()).as(trace.output()).isTrue();
    }
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
