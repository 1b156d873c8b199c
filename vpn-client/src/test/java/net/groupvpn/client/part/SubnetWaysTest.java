package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.tunnel.FakeKernel;
import net.groupvpn.client.tunnel.FakeSetup;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.NumericAddress;
import net.groupvpn.overlay.policy.SubnetRule;
import org.junit.jupiter.api.Test;

/** On a kernel that is made up. */
class SubnetWaysTest {
  private static final String ROUTE = "-4 198.51.100.0/24 dev gvpn0 scope link metric 5470";
  private static final AddressRange OFFICE = range("198.51.100.0/24");

  private final FakeKernel kernel = new FakeKernel();
  private final List<AddressRange> near = new ArrayList<>(List.of(range("192.168.1.0/24")));
  private final List<AddressRange> direct = new ArrayList<>();
  private final Set<InetAddress> needed = new LinkedHashSet<>();
  private String router = "192.168.1.1";
  private final SubnetWays ways =
      new SubnetWays(new FakeSetup(kernel, Path.of("unused")), new Around(), "gvpn0");

  private static AddressRange range(String text) {
    return Objects.requireNonNull(SubnetRule.parse(text), text);
  }

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text), text);
  }

  private final class Around implements SubnetWays.Surroundings {
    @Override
    public List<AddressRange> networks() {
      return near;
    }

    @Override
    public UplinkNetworks underlay() {
      LanWay way = new LanWay("eth0", 2, 1_500, address(router), address("192.168.1.5"));
      return new UplinkNetworks(way, null, direct, Set.of());
    }

    @Override
    public Set<InetAddress> needed() {
      return needed;
    }
  }

  @Test
  void aRouteHasAMetricAndReplacesNone() {
    ways.follow(List.of(OFFICE));
    assertThat(kernel.changes)
        .containsExactly("ip -4 route add 198.51.100.0/24 dev gvpn0 scope link metric 5470");
    ways.follow(List.of());
    assertThat(kernel.main).isEmpty();
  }

  @Test
  void theUsersOwnRouteGoesFirstAndThatIsSaid() {
    direct.add(OFFICE);
    ways.follow(List.of(OFFICE));
    assertThat(kernel.changes).isEmpty();
    assertThat(ways.refused().get(OFFICE)).contains("a route of its own");
    direct.clear();
    near.add(range("198.51.100.128/25"));
    ways.follow(List.of(OFFICE));
    assertThat(ways.refused().get(OFFICE)).contains("is in that network itself");
    near.clear();
    ways.follow(List.of(OFFICE));
    assertThat(kernel.main).containsExactly(ROUTE);
    assertThat(ways.refused()).isEmpty();
  }

  @Test
  void aShorterRouteOfTheUsersOwnGoesFirstToo() {
    direct.add(range("198.51.0.0/16"));
    ways.follow(List.of(OFFICE));
    assertThat(kernel.changes).isEmpty();
    assertThat(ways.refused().get(OFFICE)).contains("a route of its own");
  }

  @Test
  void aDefaultRouteOrAPartOfTheNetworkDoesNotCount() {
    direct.add(new AddressRange(address("0.0.0.0"), 0));
    direct.add(range("198.51.100.128/25"));
    ways.follow(List.of(OFFICE));
    assertThat(kernel.main).containsExactly(ROUTE);
  }

  /** Otherwise the client's own packets to them would go into its own tunnel, and be lost. */
  @Test
  void membersThePortalAndNameServersKeepTheirWay() {
    needed.addAll(List.of(address("198.51.100.7"), address("203.0.113.1")));
    ways.follow(List.of(OFFICE));
    assertThat(kernel.changes.get(0))
        .as("before the network's own")
        .startsWith("ip -4 route add 198.51.100.7 via 192.168.1.1 dev eth0 metric 5470");
    assertThat(kernel.main).hasSize(2).contains(ROUTE);

    needed.clear();
    ways.follow(List.of(OFFICE));
    assertThat(kernel.main).as("its session has ended, and comes back").hasSize(2);

    router = "192.168.1.254";
    kernel.changes.clear();
    ways.follow(List.of(OFFICE));
    assertThat(kernel.changes)
        .containsExactly(
            "ip -4 route del 198.51.100.7 via 192.168.1.1 dev eth0 metric 5470 onlink",
            "ip -4 route add 198.51.100.7 via 192.168.1.254 dev eth0 metric 5470 onlink");
    ways.follow(List.of());
    assertThat(kernel.main).isEmpty();
  }

  @Test
  void onlySoManyKeepTheirWay() {
    for (int i = 0; i < 255; i++) {
      needed.add(address("198.51.100." + i));
    }
    ways.follow(List.of(OFFICE));
    assertThat(kernel.main).hasSize(SubnetWays.MAX_KEPT + 1);
  }
}
