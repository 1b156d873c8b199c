package net.groupvpn.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.os.SystemChange.NftTable;
import net.groupvpn.client.tunnel.FakeKernel;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a kernel that is made up. */
class GatewayMachineTest {
  private static final String TABLE = "groupvpn_office_gateway";

  private final FakeKernel kernel = new FakeKernel();
  private final List<String> made = new ArrayList<>();
  private OwnNetworks own = new OwnNetworks(List.of("198.51.100.0/28"), List.of());
  @TempDir private Path proc;
  private GatewayMachine machine;

  @BeforeEach
  void aGateway() throws IOException {
    Path forwarding = proc.resolve("sys/net/ipv4/conf/gvpn0/forwarding");
    Files.createDirectories(forwarding.getParent());
    Files.writeString(forwarding, "1");
    machine =
        new GatewayMachine(
            new TablesOnly(),
            kernel,
            proc,
            new Networks(),
            "office",
            "gvpn0",
            new GatewayTable(
                "gvpn0",
                new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16")),
                new GatewayTable.Limits(List.of(), 10, 10)));
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

  private final class Networks implements GatewayMachine.Networks {
    @Override
    public List<String> uplinks() {
      return List.of();
    }

    @Override
    public OwnNetworks own() {
      return own;
    }
  }

  /** Keeps the table; addresses and settings are let be. */
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
