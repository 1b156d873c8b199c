package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import net.groupvpn.client.config.ConfigReader;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.config.TunnelConfig;
import net.groupvpn.client.device.BatchPort;
import net.groupvpn.client.device.InMemoryNetworkEvents;
import net.groupvpn.client.device.LanPort;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.device.NetDevices;
import net.groupvpn.client.device.NetworkEvents;
import net.groupvpn.client.device.Offload;
import net.groupvpn.client.device.PacketIo;
import net.groupvpn.client.device.TapDevice;
import net.groupvpn.client.enrol.ExitNodeFile;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.machine.Machine;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.portmap.GatewayFinder;
import net.groupvpn.client.tunnel.FakeKernel;
import net.groupvpn.client.tunnel.FakeSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a machine whose client has only read its state. */
class KillSwitchPartTest {
  private static final String TABLE = "groupvpn_office";
  private static final int MTU_BYTES = 1_400;

  @TempDir private Path directory;
  private final FakeKernel kernel = new FakeKernel();
  private final Parts parts = new Parts();
  private Path state;
  private ClientContext context;

  @BeforeEach
  void aMember() throws Exception {
    Path validMarks = directory.resolve("proc/sys/net/ipv4/conf/all/src_valid_mark");
    Files.createDirectories(validMarks.getParent());
    Files.writeString(validMarks, "0\n");
    state = Files.createDirectory(directory.resolve("office.state"));
    Files.createFile(state.resolve("node.crt"));
    configure("off");
  }

  @AfterEach
  void end() {
    parts.close();
  }

  private void configure(String exitNode) throws Exception {
    Path file = directory.resolve("office.toml");
    Files.write(
        file,
        List.of(
            "group_file = \"missing\"",
            "state_dir = \"office.state\"",
            "exit_node = \"" + exitNode + "\""));
    Directories directories = Directories.of(true, directory.toString(), Map.of());
    context =
        ClientContext.of(
            new ConfigReader(directories).read(file), directories, new Laptop(), code -> {});
  }

  private KillSwitchPart begin() throws IOException {
    return parts.add(KillSwitchPart.start(context, parts.add(StatePart.open(context))));
  }

  @Test
  void aFullTunnelThatIsWantedIsClosedAtOnce() throws Exception {
    configure("auto");
    KillSwitchPart part = begin();
    assertThat(part.wish().isOn()).isTrue();
    assertThat(kernel.tables).containsKey(TABLE);
    assertThat(kernel.changes).as("nothing before what is left is taken back").hasSize(1);
  }

  @Test
  void soIsOneThatTheUserHasWantedLastOrMayHaveWanted() throws Exception {
    for (String kept : List.of("gate1", "?")) {
      kernel.tables.clear();
      Files.writeString(state.resolve(ExitNodeFile.NAME), kept);
      begin();
      assertThat(kernel.tables).as(kept).containsKey(TABLE);
      parts.close();
    }
  }

  @Test
  void withoutATunnelNothingChanges() throws Exception {
    begin();
    assertThat(kernel.changes).isEmpty();
  }

  @Test
  void aMachineThatIsNoMemberYetMustFindThePortal() throws Exception {
    configure("auto");
    Files.delete(state.resolve("node.crt"));
    begin();
    assertThat(kernel.tables).isEmpty();
  }

  @Test
  void anotherGroupOfThisMachineIsAskedForItsNamesAllTheSame() throws Exception {
    configure("auto");
    begin();
    String table = Objects.requireNonNull(kernel.tables.get(TABLE));
    String names = table.substring(table.indexOf("chain names {"), table.indexOf("chain refused"));
    assertThat(names).contains("oifname { \"gvpn7\" } accept");
    assertThat(table.indexOf("dport 53 goto names"))
        .isLessThan(table.indexOf("oifname { \"gvpn0\", \"gvpn7\" } accept"));
  }

  @Test
  void whereItCannotBeClosedThatIsSaidAndTriedAgain() throws Exception {
    configure("auto");
    kernel.hasNft = false;
    KillSwitchPart part = begin();
    assertThat(context.notices().all())
        .singleElement()
        .extracting(Notices.Notice::text)
        .asString()
        .contains("IN THE OPEN", "nftables");
    kernel.hasNft = true;
    assertThat(KillSwitchPart.repair(context, part.tunnel())).isEmpty();
    assertThat(kernel.tables).containsKey(TABLE);
    assertThat(context.notices().all()).isEmpty();
  }

  @Test
  void aMachineThatStartsIsClosedBeforeItsClientRuns() throws Exception {
    Files.writeString(state.resolve(ExitNodeFile.NAME), "gate1");
    try (StateStore store = StateStore.open(state)) {
      ClosedAhead ahead = new ClosedAhead("office", "gvpn0", TunnelConfig.OFF);
      assertThat(ahead.close(store, new Laptop(), context.setup())).isTrue();
      assertThat(kernel.tables).containsKey(TABLE);
      assertThat(ahead.close(store, new Laptop(), context.setup())).as("once").isFalse();
      kernel.tables.clear();
      Files.writeString(state.resolve(ExitNodeFile.NAME), "off");
      assertThat(ahead.close(store, new Laptop(), context.setup())).isFalse();
      assertThat(kernel.tables).isEmpty();
    }
  }

  /** It has another group's card. */
  private final class Laptop implements Machine {
    private final PoorMachine poor = new PoorMachine();

    @Override
    public BatchPort openPort(int port, Set<Offload> wanted) throws IOException {
      return poor.openPort(port, wanted);
    }

    @Override
    public TapDevice openTap(String name, long mac, Set<Offload> wanted) throws IOException {
      return poor.openTap(name, mac, wanted);
    }

    @Override
    public PacketIo io() {
      return poor.io();
    }

    @Override
    public NetworkEvents networkEvents() {
      return new InMemoryNetworkEvents();
    }

    @Override
    public NetDevices devices() {
      NetDevice.Address own =
          new NetDevice.Address(InetAddress.getLoopbackAddress(), Integer.SIZE, false);
      return () ->
          List.of(
              new NetDevice(1, "lo", "", "", true, true, 0, MTU_BYTES, List.of(own), 0),
              new NetDevice(
                  2,
                  "gvpn7",
                  "tun",
                  NetDevice.alias(7500),
                  true,
                  true,
                  0,
                  MTU_BYTES,
                  List.of(),
                  0));
    }

    @Override
    public GatewayFinder gateways(Predicate<String> isVirtual) {
      return poor.gateways(isVirtual);
    }

    @Override
    public LanPort openLan(Predicate<String> isUsed) throws IOException {
      return poor.openLan(isUsed);
    }

    @Override
    public MachineSetup setup(Path stateDir) {
      return new FakeSetup(kernel, directory.resolve("proc"));
    }

    @Override
    public CommandRunner questions() {
      return kernel;
    }
  }
}
