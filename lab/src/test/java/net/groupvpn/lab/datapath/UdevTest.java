package net.groupvpn.lab.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.lab.member.Udev;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two members on machines with a real systemd-udevd, whose rules give a new Ethernet address to
 * every network device with a random one; and a person who changes the address by hand.
 */
@NeedsRoot
class UdevTest {
  private static final int STARTS = 3;
  private static final long AT_ONCE_SECONDS = 5;
  private static final String ADDRESS_BY_HAND = "02:00:00:00:00:42";

  private static Testbed bed;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void bothMachinesRunUdev() {
    assertThat(Udev.isPossible()).as("lab/install-needs test unpacks udev").isTrue();
    bed = new Testbed("udev");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvudev");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    net.members().forEach(Udev::start);
    alder = group.install(net.members().get(0));
    birch = group.install(net.members().get(1));
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  @Test
  void everyStartPingsAtOnceAndAChangedAddressIsAdopted() {
    for (int start = 1; start <= STARTS; start++) {
      List.of(alder, birch).forEach(Member::start);
      List.of(alder, birch).forEach(Member::awaitUp);
      assertPing("start " + start);
      if (start < STARTS) {
        List.of(alder, birch).forEach(Member::stop);
      }
    }
    alder.host().ip("link", "set", "gvpn0", "address", ADDRESS_BY_HAND);
    assertPing("after a change by hand");
  }

  private static void assertPing(String when) {
    Await.until(when + ": alder reaches birch", AT_ONCE_SECONDS, () -> pings(alder, birch));
    Await.until(when + ": birch reaches alder", AT_ONCE_SECONDS, () -> pings(birch, alder));
    assertThat(pings(alder, birch)).as(when).isTrue();
  }

  private static boolean pings(Member from, Member to) {
    return from.pings(to.ipv4(), false) && from.pings(to.ipv6(), true);
  }
}
