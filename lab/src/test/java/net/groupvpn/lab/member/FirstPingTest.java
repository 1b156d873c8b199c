package net.groupvpn.lab.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.Test;

@NeedsRoot
class FirstPingTest {
  @Test
  void twoMembersFromWebPageToPing() {
    try (Testbed bed = new Testbed("first")) {
      TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
      net.attachThisMachine("gvfirst0");
      Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
      net.members().forEach(host -> group.install(host).start());
      group.members().forEach(Member::awaitUp);
      group.awaitAllPairs(20);
      assertThat(group.allPairsPing(true)).isTrue();
    }
  }
}
