package net.groupvpn.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.device.InMemoryNetworkEvents;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.SystemLook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a kernel that is made up. */
class FullTunnelTest {
  private static final String TABLE = "groupvpn_home-office";

  @TempDir private Path proc;
  private final FakeKernel kernel = new FakeKernel();
  private final List<Boolean> askedForAll = new ArrayList<>();
  private Set<String> containers = Set.of("docker0", "veth7");
  private Path validMarks;
  private FullTunnel tunnel;

  @BeforeEach
  void aMachine() throws IOException {
    validMarks = proc.resolve("sys/net/ipv4/conf/all/src_valid_mark");
    Files.createDirectories(validMarks.getParent());
    Files.writeString(validMarks, "0\n");
    tunnel =
        new FullTunnel(
            "home-office",
            new FakeSetup(kernel, proc),
            new SystemLook(kernel, proc),
            () -> new InnerDevices(containers, Set.of("br0")),
            true,
            askedForAll::add,
            RoutingModes.ofMark());
  }

  private static InetAddress address(String text) throws IOException {
    return InetAddress.getByName(text);
  }

  private static TunnelPlan plan(String own, boolean ipv6) throws IOException {
    return new TunnelPlan(
        "gvpn0",
        new TunnelPlan.Way(address(own), address("10.128.0.1")),
        ipv6 ? new TunnelPlan.Way(address("fd00::7"), address("fd00::1")) : null,
        List.of(
            new AddressPrefix(address("10.128.0.0"), 16), new AddressPrefix(address("fd00::"), 64)),
        List.of(address("10.128.0.1"), address("9.9.9.9")),
        Set.of("gvpn1"),
        TunnelSettings.DEFAULT);
  }

  @Test
  void ourOwnPacketsGoByMainTheLanStaysAndTheRestGoesIntoTheTunnel() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    assertThat(kernel.rules)
        .containsExactly(
            "-4 5470: from all fwmark 0x5c000000/0xff000000 lookup 254",
            "-4 5471: from all lookup 254 suppress_prefixlength 0",
            "-4 5472: not from all fwmark 0x5c000000/0xff000000 lookup 5470",
            "-6 5470: from all fwmark 0x5c000000/0xff000000 lookup 254",
            "-6 5471: from all lookup 254 suppress_prefixlength 0",
            "-6 5472: not from all fwmark 0x5c000000/0xff000000 lookup 5470");
    assertThat(kernel.routes)
        .containsEntry("-4 5470", "default via 10.128.0.1 dev gvpn0 src 10.128.3.4 onlink")
        .containsEntry("-6 5470", "default via fd00::1 dev gvpn0 src fd00::7 onlink");
    assertThat(validMarks).hasContent("1");
    assertThat(askedForAll).containsExactly(true);
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.ON);
  }

  @Test
  void theKillSwitchIsClosedFirstAndOpenedLast() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    assertThat(kernel.changes.get(0)).startsWith("nft add table inet " + TABLE);
    tunnel.end();
    assertThat(kernel.changes.get(kernel.changes.size() - 1))
        .isEqualTo("nft delete table inet " + TABLE);
  }

  @Test
  void theMachineIsAsBeforeWhenItEnds() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    tunnel.end();
    assertThat(kernel.rules).isEmpty();
    assertThat(kernel.routes).isEmpty();
    assertThat(kernel.tables).isEmpty();
    assertThat(validMarks).hasContent("0");
    assertThat(askedForAll).containsExactly(true, false);
  }

  @Test
  void withoutAGatewayOrIpv6EverythingIsRefusedAtOnce() throws IOException {
    tunnel.start(TunnelPlan.closed("gvpn0", Set.of(), TunnelSettings.DEFAULT));
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.CLOSED);
    assertThat(kernel.routes)
        .containsEntry("-4 5470", "unreachable default")
        .containsEntry("-6 5470", "unreachable default");
    tunnel.start(plan("10.128.3.4", false));
    assertThat(kernel.routes)
        .containsEntry("-4 5470", "default via 10.128.0.1 dev gvpn0 src 10.128.3.4 onlink")
        .containsEntry("-6 5470", "unreachable default");
  }

  @Test
  void anotherAddressReplacesTheRouteWithTheKillSwitchClosedAllTheTime() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    kernel.changes.clear();
    tunnel.start(plan("10.128.9.9", true));
    assertThat(kernel.routes)
        .containsEntry("-4 5470", "default via 10.128.0.1 dev gvpn0 src 10.128.9.9 onlink");
    assertThat(kernel.changes).noneMatch(change -> change.startsWith("nft delete"));
    tunnel.end();
    assertThat(kernel.routes).isEmpty();
  }

  @Test
  void withoutNftablesItIsRefusedAndNothingIsChanged() throws IOException {
    kernel.hasNft = false;
    assertThatThrownBy(() -> tunnel.start(plan("10.128.3.4", true)))
        .hasMessageContaining("nftables")
        .hasMessageContaining("apt install");
    assertThat(kernel.rules).isEmpty();
    tunnel.end();
  }

  @Test
  void whatSomebodyTakesAwayIsPutBack() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    Set<String> rules = Set.copyOf(kernel.rules);
    Map<String, String> tables = new HashMap<>(kernel.tables);
    assertThat(tunnel.repair()).isEmpty();

    kernel.rules.removeIf(rule -> rule.contains("suppress_prefixlength"));
    kernel.routes.clear();
    kernel.tables.put(TABLE, "nothing");
    Files.writeString(validMarks, "0");
    assertThat(tunnel.repair()).hasSize(6);
    assertThat(kernel.rules).isEqualTo(rules);
    assertThat(kernel.tables).isEqualTo(tables);
    assertThat(kernel.routes).hasSize(2);
    assertThat(validMarks).hasContent("1");

    kernel.tables.clear();
    assertThat(tunnel.repair()).singleElement().asString().contains(TABLE);
    assertThat(kernel.tables).isEqualTo(tables);
  }

  @Test
  void theWatchPutsItBackAtTheNextNews() throws IOException {
    InMemoryNetworkEvents events = new InMemoryNetworkEvents();
    RepairWatch watch = new RepairWatch("it", events, tunnel::repair, System::nanoTime, List::of);
    tunnel.start(plan("10.128.3.4", true));
    kernel.rules.clear();
    events.tell();
    watch.turn();
    assertThat(kernel.rules).hasSize(6);
  }

  @Test
  void whatCannotBePutBackIsTriedAgain() throws IOException {
    InMemoryNetworkEvents events = new InMemoryNetworkEvents();
    RepairWatch watch = new RepairWatch("it", events, tunnel::repair, System::nanoTime, List::of);
    tunnel.start(plan("10.128.3.4", true));
    kernel.tables.clear();
    kernel.hasNft = false;
    events.tell();
    watch.turn();
    kernel.hasNft = true;
    watch.turn();
    assertThat(kernel.tables).hasSize(1);
  }

  @Test
  void whatSomebodyOpenedIsSaidToBeOpenUntilItIsClosedAgain() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    kernel.tables.clear();
    kernel.takesTables = false;
    assertThatThrownBy(tunnel::repair).hasMessageContaining("nftables");
    assertThat(tunnel.isLeaking()).isTrue();
    kernel.takesTables = true;
    tunnel.repair();
    assertThat(tunnel.isLeaking()).isFalse();
    assertThat(kernel.tables).containsKey(TABLE);
  }

  @Test
  void aPauseOpensItForSoLongAndAStartClosesItAgain() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    tunnel.pause(Duration.ofMinutes(5));
    assertThat(kernel.tables.get(TABLE))
        .contains("ipv4 timeout 300s", "ipv6 timeout 300s", "nfproto @open accept");
    assertThat(kernel.rules).isEmpty();
    assertThat(tunnel.state()).isEqualTo(FullTunnel.State.PAUSED);
    kernel.changes.clear();
    tunnel.repair();
    assertThat(kernel.changes).as("its time does not begin anew").isEmpty();
    tunnel.start(plan("10.128.3.4", true));
    assertThat(kernel.tables.get(TABLE)).doesNotContain("@open");
  }

  @Test
  void whatCouldNotBeClosedIsTriedAgain() throws IOException {
    kernel.hasNft = false;
    TunnelPlan closed = TunnelPlan.closed("gvpn0", Set.of(), TunnelSettings.DEFAULT);
    assertThatThrownBy(() -> tunnel.close(closed)).hasMessageContaining("nftables");
    assertThat(tunnel.isLeaking()).isTrue();
    kernel.hasNft = true;
    assertThat(tunnel.repair()).as("nobody is blamed").isEmpty();
    assertThat(kernel.tables).containsKey(TABLE);
    assertThat(tunnel.isLeaking()).isFalse();
  }

  @Test
  void whatAKilledClientLeftClosedIsOpened() throws IOException {
    kernel.tables.put(TABLE, "table");
    tunnel.end();
    assertThat(kernel.tables).isEmpty();
  }

  @Test
  void statusNamesTheCommandThatOpensIt() throws IOException {
    tunnel.start(plan("10.128.3.4", false));
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    tunnel.report(status);
    assertThat(status.path("state").asText()).isEqualTo("on");
    assertThat(status.path("open_with").asText()).isEqualTo("groupvpn down --network home-office");
  }

  @Test
  void namesAreAskedOfOurResolversAloneAndOnlyThroughTheDevice() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    String table = Objects.requireNonNull(kernel.tables.get(TABLE));
    assertThat(table)
        .contains("oifname \"gvpn0\" ip daddr { 10.128.0.0/16, 9.9.9.9 } accept")
        .contains("oifname { \"gvpn0\", \"gvpn1\" } accept")
        .doesNotContain("192.168.0.0/16");
    assertThat(table.indexOf("dport 53")).isLessThan(table.indexOf("oifname { \"gvpn0\""));
  }

  @Test
  void containersAreReachedUntilTheirNetworkBecomesTheWayOut() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    assertThat(kernel.tables.get(TABLE)).contains("oifname { \"docker0\", \"veth7\" } accept");
    containers = Set.of("docker0");
    assertThat(tunnel.repair()).as("nobody is blamed").isEmpty();
    assertThat(kernel.tables.get(TABLE))
        .contains("oifname { \"docker0\" } accept")
        .doesNotContain("veth7");
  }

  @Test
  void containersAreShutOutIfTheUserWantsThat() throws IOException {
    TunnelSettings settings = new TunnelSettings(1 << 24, 0xff000000, 7, 8, false, false);
    tunnel.start(TunnelPlan.closed("gvpn0", Set.of(), settings));
    assertThat(kernel.tables.get(TABLE)).doesNotContain("docker0");
  }

  @Test
  void packetsForTheTunnelsOwnAddressAreTakenFromTheGroupAndThisMachineAlone() throws IOException {
    tunnel.start(plan("10.128.3.4", true));
    String own =
        "iifname != { \"br0\", \"docker0\", \"gvpn0\", \"gvpn1\", \"lo\", \"veth7\" } fib daddr type local ";
    String table = Objects.requireNonNull(kernel.tables.get(TABLE));
    assertThat(table)
        .contains(
            own + "ip daddr { 10.128.0.0/16 } counter drop",
            own + "ip6 daddr { fd00::/64 } counter drop");
    assertThat(table.indexOf(own)).isLessThan(table.indexOf("return"));
  }

  @Test
  void theLanIsLetThroughIfTheUserWantsThat() throws IOException {
    TunnelSettings settings = new TunnelSettings(1 << 24, 0xff000000, 7, 8, true, false);
    tunnel.start(TunnelPlan.closed("gvpn0", Set.of(), settings));
    assertThat(kernel.tables.get(TABLE)).contains("192.168.0.0/16").doesNotContain("docker");
  }
}
