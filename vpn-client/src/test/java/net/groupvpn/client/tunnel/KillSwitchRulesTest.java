package net.groupvpn.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.AddressPrefix;
import org.junit.jupiter.api.Test;

/** The text of the table; what it does on real devices, tests of the lab say. */
class KillSwitchRulesTest {
  private static final InnerDevices BRIDGE = new InnerDevices(Set.of(), Set.of("br0"));
  private static final String IPV4 = "oifname { \"br0\" } ip daddr { 10.128.0.0/16 } accept";
  private static final String IPV6 = "oifname { \"br0\" } ip6 daddr { fd47::/48 } accept";

  @Test
  void theGroupIsReachedByABridgeWithItsDevice() throws UnknownHostException {
    List<String> table = table(BRIDGE, "10.128.0.0/16", "fd47::/48");
    assertThat(chain(table, "going_out"))
        .containsSubsequence(IPV4, IPV6, "meta l4proto { tcp, udp } th dport 53 goto names");
    assertThat(chain(table, "passing_through")).containsSubsequence(IPV4, IPV6, "goto refused");
  }

  @Test
  void nothingButTheGroupIs() throws UnknownHostException {
    assertThat(table(BRIDGE, "10.128.0.0/16"))
        .filteredOn(line -> line.startsWith("oifname") && line.contains("br0"))
        .containsOnly(IPV4);
    assertThat(table(BRIDGE)).noneMatch(line -> line.contains("br0"));
    assertThat(table(InnerDevices.NONE, "10.128.0.0/16", "fd47::/48"))
        .noneMatch(line -> line.contains("oifname { }"))
        .doesNotContain(IPV4, IPV6);
  }

  private static List<String> table(InnerDevices inner, String... group)
      throws UnknownHostException {
    TunnelPlan plan =
        TunnelPlan.closed(
            "gvpn0", prefixes(group), List.of(), Set.of("gvpn1"), TunnelSettings.DEFAULT);
    return KillSwitch.of("office", plan, inner, 0).content().lines().toList();
  }

  private static List<AddressPrefix> prefixes(String... texts) throws UnknownHostException {
    AddressPrefix[] all = new AddressPrefix[texts.length];
    for (int i = 0; i < texts.length; i++) {
      String[] parts = texts[i].split("/", -1);
      all[i] = new AddressPrefix(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
    }
    return List.of(all);
  }

  private static List<String> chain(List<String> table, String name) {
    int begin = table.indexOf("chain " + name + " {");
    return table.subList(begin, begin + table.subList(begin, table.size()).indexOf("}"));
  }
}
