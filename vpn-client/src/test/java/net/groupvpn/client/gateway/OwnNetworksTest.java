package net.groupvpn.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.junit.jupiter.api.Test;

class OwnNetworksTest {
  private static final int MTU_BYTES = 1_500;

  private static NetDevice device(String name, String alias, String... addresses)
      throws UnknownHostException {
    List<NetDevice.Address> all = new ArrayList<>();
    for (String address : addresses) {
      String[] parts = address.split("/", -1);
      all.add(
          new NetDevice.Address(
              InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]), false));
    }
    return new NetDevice(1, name, "", alias, true, true, 0, MTU_BYTES, all, 0);
  }

  @Test
  void allNetworksOfTheMachineAreClosedPublicOnesToo() throws UnknownHostException {
    OwnNetworks own =
        OwnNetworks.of(
            List.of(
                device("eth0", "", "198.51.100.5/28", "2001:db8:1::5/64", "fe80::5/64"),
                device("eth1", "", "192.168.7.5/24", "198.51.100.6/28")));
    assertThat(own.ipv4()).containsExactly("192.168.7.0/24", "198.51.100.0/28");
    assertThat(own.ipv6()).containsExactly("2001:db8:1::/64");
  }

  @Test
  void groupsLoopbackAndAllOfTheInternetAreNoSuchNetworks() throws UnknownHostException {
    OwnNetworks own =
        OwnNetworks.of(
            List.of(
                device("lo", "", "127.0.0.1/8", "::1/128"),
                device("gvpn0", NetDevice.alias(7400), "10.128.3.4/16"),
                device("tun0", "", "203.0.113.9/0")));
    assertThat(own).isEqualTo(OwnNetworks.NONE);
  }

  @Test
  void theTableClosesThemAfterWhatTheOwnerOpens() {
    GatewayTable table =
        new GatewayTable(
            "gvpn0",
            new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16")),
            new GatewayTable.Limits(List.of("198.51.100.3/32"), 10, 10));
    String content =
        table.content(
            new OwnNetworks(List.of("198.51.100.0/28"), List.of("2001:db8:1::/64")), List.of());
    assertThat(content)
        .contains(
            "set own4 { type ipv4_addr; flags interval; auto-merge; elements = { 198.51.100.0/28 } }")
        .contains("elements = { 2001:db8:1::/64 }");
    String chain = content.substring(content.indexOf("chain from_members"));
    assertThat(chain.indexOf("@open4")).isLessThan(chain.indexOf("@own4")).isNotNegative();
    assertThat(chain.indexOf("@own4")).isLessThan(chain.indexOf("chain limits"));
  }
}
