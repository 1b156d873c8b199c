package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.junit.jupiter.api.Test;

class RangeConflictsTest {
  private static final Ipv4Range RANGE = Ipv4Range.parse("10.128.0.0/16");
  private static final VirtualNetwork NETWORK = new VirtualNetwork("ab".repeat(32), RANGE);

  private final Notices notices = new Notices(Clock.systemUTC());

  @Test
  void aNetworkInsideTheRangeOrAroundItOrEqualToItIsNamed() throws Exception {
    assertThat(texts(network("eth0", "10.128.5.9", 24)))
        .singleElement()
        .asString()
        .startsWith("the network 10.128.5.0/24 on eth0 lies in the group's range 10.128.0.0/16");
    assertThat(texts(network("eth0", "10.1.2.3", 8)))
        .singleElement()
        .asString()
        .contains("10.0.0.0/8 on eth0 contains the group's range");
    assertThat(texts(network("gvpn1", "10.128.0.77", 16)))
        .singleElement()
        .asString()
        .contains("10.128.0.0/16 on gvpn1 is the group's range, too");
  }

  @Test
  void otherNetworksAreFine() throws Exception {
    assertThat(texts(network("eth0", "10.129.0.1", 16), network("wlan0", "192.168.1.2", 24)))
        .isEmpty();
  }

  @Test
  void aWishThatCannotBeFulfilledSaysWhy() {
    assertThat(RangeConflicts.ofWish(NETWORK, null)).isNull();
    assertThat(RangeConflicts.ofWish(NETWORK, "10.128.3.4")).isNull();
    assertThat(RangeConflicts.ofWish(NETWORK, "192.168.1.2"))
        .contains("\"192.168.1.2\"", "is not in the group's range 10.128.0.0/16");
    assertThat(RangeConflicts.ofWish(NETWORK, "10.128.0.1")).contains("service address");
    assertThat(RangeConflicts.ofWish(NETWORK, "10.128.255.255")).contains("first or last");
  }

  @Test
  void aConflictIsOverWhenTheNetworkIsGone() throws Exception {
    RangeConflicts.tell(notices, NETWORK, List.of(network("eth0", "10.128.5.9", 24)));
    RangeConflicts.tell(notices, NETWORK, List.of(network("eth0", "10.128.5.9", 24)));
    assertThat(notices.all())
        .singleElement()
        .extracting(Notices.Notice::code)
        .isEqualTo("range_conflict_eth0");
    RangeConflicts.tell(notices, NETWORK, List.of());
    assertThat(notices.all()).isEmpty();
  }

  private static Collection<String> texts(RangeConflicts.Network... networks) {
    return RangeConflicts.ofNetworks(RANGE, List.of(networks)).values();
  }

  private static RangeConflicts.Network network(String device, String address, int bits)
      throws UnknownHostException {
    return new RangeConflicts.Network(
        device, new AddressPrefix(InetAddress.getByName(address), bits));
  }
}
