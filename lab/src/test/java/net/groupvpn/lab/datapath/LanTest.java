package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import net.groupvpn.client.counter.ClientCounter;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two members at one site without a way out: no portal, no public overlay, no known peers. */
@NeedsRoot
class LanTest {
  private static final long TOGETHER_SECONDS = 30;

  private static Testbed bed;
  private static TwoSites net;
  private static Group group;

  @BeforeAll
  static void bothAreEnrolled() throws IOException {
    bed = new Testbed("lan");
    net = new TwoSites(bed, List.of("alder", "elsewhere", "birch"));
    net.attachThisMachine("gvlan");
    group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    for (int member : List.of(0, 2)) {
      group.install(net.members().get(member)).start().awaitUp();
    }
    for (Member member : group.members()) {
      member.stop();
      Files.deleteIfExists(member.state().resolve("peers.txt"));
      member.host().ip("route", "del", "default");
      member.host().ip("-6", "route", "del", "default");
    }
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void membersOfOneNetworkFindEachOtherWithoutAnybodyElse() {
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
    group.awaitAllPairs(TOGETHER_SECONDS);

    assertThat(group.members().get(0).counter(ClientCounter.DROPPED_LAN_RATE.label())).isZero();
  }
}
