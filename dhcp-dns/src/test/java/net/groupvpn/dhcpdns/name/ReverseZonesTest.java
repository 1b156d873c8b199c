package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.junit.jupiter.api.Test;

class ReverseZonesTest {
  private static final String GROUP = "ab".repeat(32);

  @Test
  void aRangeOfWholeOctetsIsOneZone() {
    assertThat(zones("10.128.0.0/16")).startsWith("128.10.in-addr.arpa").hasSize(2);
  }

  @Test
  void anotherRangeIsSeveralAndNothingOutsideIt() {
    assertThat(zones("172.16.0.0/12"))
        .hasSize(17)
        .startsWith("16.172.in-addr.arpa")
        .contains("31.172.in-addr.arpa")
        .doesNotContain("32.172.in-addr.arpa", "172.in-addr.arpa");
    assertThat(zones("10.1.2.128/26")).hasSize(65).contains("128.2.1.10.in-addr.arpa");
  }

  @Test
  void ipv6IsOneZoneOfTheGroupsPrefix() {
    List<String> zones = zones("10.128.0.0/16");
    assertThat(zones.get(1)).endsWith(".d.f.ip6.arpa");
    assertThat(zones.get(1).split("\\.")).hasSize(VirtualNetwork.PREFIX6_BITS / 4 + 2);
  }

  private static List<String> zones(String range) {
    return ReverseZones.of(new VirtualNetwork(GROUP, Ipv4Range.parse(range)));
  }
}
