package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.device.LanWay;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnderlayLookTest {
  private static final String HEADER = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU";

  @TempDir private Path procNet;
  private String defaults4 = "";
  private String defaults6 = "";

  @BeforeEach
  void routes() throws IOException {
    Files.write(
        procNet.resolve("route"),
        List.of(
            HEADER,
            "eth0 00000000 0101A8C0 0003 0 0 100 00000000 0 0 0",
            "gvpn0 00000000 0100800A 0003 0 0 5470 00000080 0 0 0",
            "eth0 0001A8C0 00000000 0001 0 0 100 00FFFFFF 0 0 0",
            "eth0 097100CB 0101A8C0 0007 0 0 5470 FFFFFFFF 0 0 0",
            "gvpn0 0000800A 00000000 0001 0 0 0 0000FFFF 0 0 0"));
  }

  private UplinkNetworks look() throws IOException {
    CommandRunner runner =
        command -> {
          boolean isIpv4 = command.get(1).equals("-4");
          String routes = isIpv4 ? defaults4 : defaults6;
          if (command.contains("get")) {
            return new CommandRunner.Result(
                0,
                isIpv4
                    ? "198.41.0.4 via 192.168.1.1 dev eth0 src 192.168.1.5 uid 0 \n    cache"
                    : "2001:503:ba3e::2:30 from :: via fe80::1 dev eth0 src 2001:db8::5 metric 9");
          }
          return new CommandRunner.Result(0, routes);
        };
    return new UnderlayLook(
            runner,
            () -> List.of(new NetDevice(2, "eth0", "", "", true, true, 0, 1_492, List.of(), 0)),
            new RouteNetworks(procNet))
        .look(Set.of("gvpn0"));
  }

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text));
  }

  @Test
  void theBestDefaultRouteThatIsNoTunnelsIsTheWay() throws IOException {
    defaults4 =
        """
        default via 10.128.0.1 dev gvpn0 metric 1
        default via 192.168.1.9 dev eth0 metric 600
        default via 192.168.1.1 dev eth0 proto dhcp src 192.168.1.5 metric 100""";
    defaults6 = "default via fe80::1 dev eth0 proto ra metric 1024 expires 1700sec pref medium";
    UplinkNetworks seen = look();
    assertThat(seen.ipv4())
        .isEqualTo(new LanWay("eth0", 2, 1_492, address("192.168.1.1"), address("192.168.1.5")));
    assertThat(seen.ipv6())
        .isEqualTo(new LanWay("eth0", 2, 1_492, address("fe80::1"), address("2001:db8::5")));
  }

  @Test
  void ofSeveralNextHopsOneThatIsAliveIsTaken() throws IOException {
    defaults4 =
        """
        default proto static
        \tnexthop via 192.168.1.8 dev eth0 weight 1 dead linkdown
        \tnexthop via 192.168.1.2 dev eth0 weight 1""";
    LanWay way = Objects.requireNonNull(look().ipv4());
    assertThat(way.gateway()).isEqualTo(address("192.168.1.2"));
  }

  @Test
  void withoutADefaultRouteThereIsNoWay() throws IOException {
    assertThat(look().ipv4()).isNull();
    assertThat(look().ipv6()).isNull();
  }

  @Test
  void theKernelsOwnNetworksAreDirectButNotWhatTheClientAdded() throws IOException {
    UplinkNetworks seen = look();
    assertThat(seen.isDirect(address("192.168.1.200"))).isTrue();
    assertThat(seen.isDirect(address("203.0.113.9"))).isFalse();
    assertThat(seen.isDirect(address("10.128.0.7"))).isFalse();
    assertThat(seen.isDirect(address("8.8.8.8"))).isFalse();
  }
}
