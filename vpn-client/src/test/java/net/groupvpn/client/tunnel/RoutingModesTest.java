package net.groupvpn.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.UplinkNetworks;
import net.groupvpn.client.os.NeighbourLook;
import net.groupvpn.client.os.ReversePath;
import net.groupvpn.client.os.RouteNetworks;
import net.groupvpn.client.os.SystemLook;
import net.groupvpn.client.os.UnderlayLook;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.io.SocketSetup;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a kernel that is made up. */
class RoutingModesTest {
  private static final String HALVES =
      " via 10.128.0.1 dev gvpn0 src 10.128.3.4 metric 5470 onlink";
  private static final String FAR = "203.0.113.7";
  private static final NodeId PEER = NodeId.ofHex("07".repeat(20));

  @TempDir private Path proc;
  private final FakeKernel kernel = new FakeKernel();
  private final FakeBypass bypass = new FakeBypass();
  private final ExemptPeers peers = new ExemptPeers();
  private FullTunnel tunnel;

  @BeforeEach
  void aMachine() throws IOException {
    write("sys/net/ipv4/conf/all/src_valid_mark", "0");
    write("sys/net/ipv4/conf/all/rp_filter", "0");
    write("sys/net/ipv4/conf/eth0/rp_filter", "2");
    write("sys/class/net/eth0/address", "02:00:00:00:00:05");
    write(
        "net/route",
        """
        Iface Destination Gateway Flags RefCnt Use Metric Mask MTU
        eth0 0001A8C0 00000000 0001 0 0 0 00FFFFFF 0 0 0
        """);
    kernel.defaults.put("-4", "default via 192.168.1.1 dev eth0 proto dhcp metric 100");
    kernel.defaults.put("-6", "default via fe80::1 dev eth0 proto ra metric 1024 pref medium");
    UnderlayLook look =
        new UnderlayLook(kernel, () -> List.of(card()), new RouteNetworks(proc.resolve("net")));
    NeighbourLook neighbours = new NeighbourLook(kernel, proc.resolve("sys/class/net"));
    tunnel =
        new FullTunnel(
            "office",
            new FakeSetup(kernel, proc),
            new SystemLook(kernel, proc),
            () -> InnerDevices.NONE,
            true,
            all -> {},
            RoutingModes.of(
                new MarkRouting(),
                new RoutesRouting(look, bypass, new ReversePath(proc), peers),
                new FramesRouting(
                    look, bypass, new RouterNeighbours(neighbours, SocketSetup.NONE))));
  }

  private void write(String file, String text) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static NetDevice card() {
    return new NetDevice(2, "eth0", "", "", true, true, 0, 1_500, List.of(), 0);
  }

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text));
  }

  private static TunnelSettings only(RoutingMode... modes) {
    TunnelSettings usual = TunnelSettings.DEFAULT;
    return new TunnelSettings(
        usual.mark(), usual.mask(), usual.table(), usual.priority(), false, true, List.of(modes));
  }

  private static TunnelPlan plan(TunnelSettings settings) {
    return new TunnelPlan(
        "gvpn0",
        new TunnelPlan.Way(address("10.128.3.4"), address("10.128.0.1")),
        null,
        List.of(),
        List.of(),
        Set.of(),
        settings);
  }

  private ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    tunnel.report(status);
    return status;
  }

  @Test
  void twoHalvesLeadIntoTheTunnelAndNothingElseIsChanged() throws IOException {
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(kernel.main).containsExactly("-4 0.0.0.0/1" + HALVES, "-4 128.0.0.0/1" + HALVES);
    assertThat(kernel.rules).isEmpty();
    assertThat(status().path("routing").asText()).isEqualTo("routes");
    tunnel.end();
    assertThat(kernel.main).isEmpty();
    assertThat(kernel.tables).isEmpty();
    assertThat(bypass.mode).isEqualTo("kernel");
  }

  @Test
  void aMemberGetsARouteOnceItIsOneAndNamesItsCardUntilThat() throws IOException {
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(bypass.underlay.wayTo(address(FAR))).isNotNull();
    peers.onPeer(PEER, address(FAR));
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(kernel.main).contains("-4 203.0.113.7 via 192.168.1.1 dev eth0 metric 5470 onlink");
    assertThat(bypass.underlay.wayTo(address(FAR))).isNull();
    assertThat(status().path("exempt")).hasSize(1);
    peers.onGone(PEER);
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(kernel.main).hasSize(2);
    assertThat(bypass.underlay.wayTo(address(FAR))).isNotNull();
  }

  @Test
  void aMemberInTheLanNeedsNoRoute() throws IOException {
    peers.onPeer(PEER, address("192.168.1.9"));
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(kernel.main).hasSize(2);
    assertThat(bypass.underlay.wayTo(address("192.168.1.9"))).isNull();
  }

  @Test
  void anotherRouterIsFollowed() throws IOException {
    peers.onPeer(PEER, address(FAR));
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    kernel.defaults.put("-4", "default via 192.168.1.2 dev eth0");
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    assertThat(kernel.main)
        .hasSize(3)
        .contains("-4 203.0.113.7 via 192.168.1.2 dev eth0 metric 5470 onlink");
  }

  @Test
  void withoutPolicyRoutingTheNextModeIsTakenAndStatusSaysWhy() throws IOException {
    kernel.hasRules = false;
    tunnel.start(plan(TunnelSettings.DEFAULT));
    assertThat(status().path("routing").asText()).isEqualTo("routes");
    assertThat(status().path("routing_refused").path("mark").asText()).contains("not supported");
  }

  @Test
  void aStrictReversePathFilterLeavesFrames() throws IOException {
    kernel.hasRules = false;
    write("sys/net/ipv4/conf/all/rp_filter", "1");
    write("sys/net/ipv4/conf/eth0/rp_filter", "1");
    tunnel.start(plan(TunnelSettings.DEFAULT));
    assertThat(status().path("routing").asText()).isEqualTo("frames");
    assertThat(status().path("routing_refused").path("routes").asText()).contains("rp_filter");
    assertThat(kernel.main).hasSize(2);
    assertThat(bypass.mode).isEqualTo("frames");
  }

  @Test
  void ifNoModeWorksTheKillSwitchStaysAndNothingElse() {
    kernel.hasRules = false;
    assertThatThrownBy(() -> tunnel.start(plan(only(RoutingMode.MARK))))
        .hasMessageContaining("not supported");
    assertThat(kernel.tables).hasSize(1);
    assertThat(kernel.main).isEmpty();
    assertThat(bypass.mode).isEqualTo("kernel");
  }

  @Test
  void whileThereIsNoWayTheKillSwitchAloneKeepsEverythingIn() throws IOException {
    tunnel.start(plan(only(RoutingMode.ROUTES)));
    tunnel.start(TunnelPlan.closed("gvpn0", Set.of(), only(RoutingMode.ROUTES)));
    assertThat(kernel.main).isEmpty();
    assertThat(kernel.tables).hasSize(1);
    assertThat(bypass.underlay).isEqualTo(UplinkNetworks.NONE);
  }

  @Test
  void halvesThatSomebodyTakesAwayAreBack() throws IOException {
    tunnel.start(plan(only(RoutingMode.FRAMES)));
    kernel.main.clear();
    assertThat(tunnel.repair()).hasSize(2);
    assertThat(kernel.main).hasSize(2);
    tunnel.end();
  }
}
