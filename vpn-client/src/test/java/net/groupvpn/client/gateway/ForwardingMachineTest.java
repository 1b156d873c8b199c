package net.groupvpn.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.tunnel.FakeKernel;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a kernel that is made up. */
class ForwardingMachineTest {
  private static final String TABLE = "groupvpn_office_gateway";

  private final FakeKernel kernel = new FakeKernel();
  private final List<String> made = new ArrayList<>();
  private final List<Change> addressed = new ArrayList<>();
  private OwnNetworks own = new OwnNetworks(List.of("198.51.100.0/28"), List.of());
  private List<String> uplinks = List.of();
  private List<String> announced = List.of();
  @TempDir private Path proc;
  private ForwardingMachine machine;

  @BeforeEach
  void aGateway() throws IOException {
    set("ipv4/conf/gvpn0", "1");
    machine = new ForwardingMachine(new TablesOnly(), kernel, proc, new Around(), TABLE, "gvpn0");
  }

  private Path set(String device, String value) throws IOException {
    Path forwarding = proc.resolve("sys/net").resolve(device).resolve("forwarding");
    Files.createDirectories(forwarding.getParent());
    return Files.writeString(forwarding, value);
  }

  private String newest() {
    return made.get(made.size() - 1);
  }

  /** Announcing a network does not make a machine a router for its neighbours. */
  @Test
  void whatWasNotForwardedBeforeIsForwardedForMembersAlone() throws IOException {
    uplinks = List.of("eth0", "eth1");
    set("ipv4/conf/eth0", "0");
    set("ipv4/conf/eth1", "1");
    set("ipv6/conf/all", "0");
    assertThat(machine.prepare()).isEmpty();
    assertThat(newest())
        .contains(
            "meta nfproto ipv4 iifname { \"eth0\" } oifname != { \"gvpn0\", \"gvpn1\" }"
                + " ct state != { established, related } counter name refused drop",
            "meta nfproto ipv6 iifname != { \"gvpn0\", \"gvpn1\" } oifname != { \"gvpn0\","
                + " \"gvpn1\" } ct state != { established, related } counter name refused drop");
  }

  @Test
  void whatWasForwardedBeforeStillIs() throws IOException {
    uplinks = List.of("eth0");
    set("ipv4/conf/eth0", "1");
    set("ipv6/conf/all", "1");
    assertThat(machine.prepare()).isEmpty();
    assertThat(newest()).doesNotContain("established, related } counter name refused drop");
  }

  @Test
  void whoeverMakesTheMachineARouterLaterIsNotHindered() throws IOException {
    uplinks = List.of("eth0");
    set("ipv4/conf/eth0", "0");
    set("ipv4/conf/all", "0");
    machine.prepare();
    assertThat(newest()).contains("iifname { \"eth0\" }");
    set("ipv4/conf/all", "1");
    set("ipv4/conf/eth0", "1");
    assertThat(machine.repair()).isEmpty();
    assertThat(newest()).doesNotContain("iifname { \"eth0\" }");
  }

  @Test
  void aDeviceWithADotInItsNameIsADevice() throws IOException {
    uplinks = List.of("eth0.5");
    Path forwarding = set("ipv4/conf/eth0.5", "1");
    assertThat(machine.prepare()).isEmpty();
    Files.writeString(forwarding, "0");
    assertThat(machine.repair()).singleElement().asString().contains("eth0/5.forwarding");
    assertThat(newest()).contains("iifname { \"eth0.5\" }");
  }

  @Test
  void aNetworkThatThisMachineAnnouncesIsOpen() {
    announced = List.of("192.168.77.0/24", "fd77::/64");
    machine.prepare();
    assertThat(newest())
        .contains(
            "set open4 { type ipv4_addr; flags interval; auto-merge; elements = { 192.168.77.0/24 }")
        .contains(
            "set open6 { type ipv6_addr; flags interval; auto-merge; elements = { fd77::/64 }");
  }

  @Test
  void theTableIsMadeOnceAndNotAgainWhileItStands() throws IOException {
    assertThat(machine.prepare()).isEmpty();
    assertThat(machine.prepare()).isEmpty();
    assertThat(machine.repair()).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void whatSomebodyFlushesIsBackAndSaid() throws IOException {
    machine.prepare();
    kernel.tables.clear();
    assertThat(machine.repair()).singleElement().asString().contains(TABLE);
    assertThat(kernel.tables).containsKey(TABLE);
    kernel.tables.put(TABLE, "with a rule of somebody's");
    assertThat(machine.repair()).hasSize(1);
    assertThat(made).hasSize(3);
  }

  @Test
  void aNetworkThatItComesIntoIsClosedAndNobodyIsBlamed() throws IOException {
    machine.prepare();
    own = new OwnNetworks(List.of("192.0.2.0/24"), List.of());
    assertThat(machine.repair()).isEmpty();
    assertThat(made.get(made.size() - 1)).contains("192.0.2.0/24").doesNotContain("198.51.100");
  }

  @Test
  void aSettingThatSomebodyUndoesIsSetAgain() throws IOException {
    machine.prepare();
    Path forwarding = proc.resolve("sys/net/ipv4/conf/gvpn0/forwarding");
    Files.writeString(forwarding, "0");
    assertThat(machine.repair()).singleElement().asString().contains("gvpn0.forwarding");
    Files.delete(forwarding);
    assertThat(machine.repair()).as("the device has gone").isEmpty();
  }

  /** Another part of the client, or somebody else, has taken it from the device. */
  @Test
  void anAddressOfTheLinkThatIsMissingIsSetAgain() throws IOException {
    Path addresses = Files.createDirectories(proc.resolve("net")).resolve("if_inet6");
    String address = "fe800000000000000000000000000001 ";
    Files.writeString(addresses, address + "03 40 20 80 gvpn0\n");
    machine.prepare();
    assertThat(machine.repair()).isEmpty();
    assertThat(addressed).hasSize(1);
    Files.writeString(addresses, address + "04 40 20 80 gvpn1\n");
    assertThat(machine.repair()).singleElement().asString().contains("its address");
    assertThat(addressed).hasSize(2);
    Files.delete(proc.resolve("sys/net/ipv4/conf/gvpn0/forwarding"));
    assertThat(machine.repair()).as("the device has gone").isEmpty();
  }

  @Test
  void beforeItIsMadeAndAfterTheEndNothingIsPutBack() throws IOException {
    assertThat(machine.repair()).isEmpty();
    machine.prepare();
    machine.restore();
    assertThat(kernel.tables).isEmpty();
    assertThat(machine.repair()).isEmpty();
    assertThat(made).hasSize(1);
  }

  @Test
  void whyItCannotForwardIsSaid() {
    kernel.hasNft = false;
    assertThat(machine.prepare()).contains("nft");
  }

  private final class Around implements ForwardingMachine.Surroundings {
    private final GatewayTable table =
        new GatewayTable(
            "gvpn0",
            new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16")),
            new GatewayTable.Limits(List.of(), 10, 10));

    @Override
    public List<String> uplinks() {
      return uplinks;
    }

    @Override
    public Set<String> groups() {
      return Set.of("gvpn0", "gvpn1");
    }

    @Override
    public String content() {
      return table.content(own, announced);
    }
  }

  /** Keeps the table, and notes addresses; settings are let be. */
  private final class TablesOnly implements MachineSetup {
    @Override
    public void recover() {}

    @Override
    public void apply(Change change) throws IOException {
      if (change instanceof NftTable table) {
        if (!kernel.hasNft) {
          throw new IOException("cannot run `nft`");
        }
        kernel.tables.put(table.name(), table.content());
        made.add(table.content());
      } else if (change instanceof DeviceChange.Address) {
        addressed.add(change);
      }
    }

    @Override
    public void revert(Change change) {
      if (change instanceof NftTable table) {
        kernel.tables.remove(table.name());
      }
    }
  }
}
