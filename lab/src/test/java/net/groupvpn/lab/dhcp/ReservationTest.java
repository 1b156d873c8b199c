package net.groupvpn.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.Test;

/** From the portal's form to a device: an address and a name that an administrator reserves. */
@NeedsRoot
class ReservationTest {
  private static final long SOON_SECONDS = 60;
  private static final String ADDRESS = "10.128.7.7";
  private static final String NAME = "printer";

  @Test
  void aMemberHasTheAddressAndTheNameThatWereReservedForIt() {
    try (Testbed bed = new Testbed("reserve")) {
      TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
      net.attachThisMachine("gvreserve");
      Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
      Member alder = group.install(net.members().get(0)).start().awaitUp();
      Member birch = group.install(net.members().get(1));
      group.owner().reserve(group.page(), "birch", ADDRESS, NAME);

      birch.start().awaitUp();
      String full = NAME + "." + Group.SUFFIX;
      Await.until("alder reaches it by name", SOON_SECONDS, () -> alder.pings(full, false));
      assertThat(birch.ipv4()).isEqualTo(ADDRESS);
      assertThat(alder.host().exec("getent", "ahostsv4", full)).startsWith(ADDRESS);
      assertThat(alder.host().exec("getent", "hosts", ADDRESS)).contains(full);
    }
  }
}
