package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.groupvpn.client.enrol.KeptMachines;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.client.machine.LinuxSetup;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.OwnDevice;
import net.groupvpn.client.part.OwnAddresses.Packets;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnAddressesTest {
  private static final Ipv4Address FIRST = Ipv4Address.parse("10.128.0.7");
  private static final Ipv4Address SECOND = Ipv4Address.parse("10.128.0.8");

  @TempDir private Path directory;
  private final Queue<Runnable> slow = new ArrayDeque<>();
  private final List<String> commands = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final ExecutorService disk = Executors.newSingleThreadExecutor();
  private StateStore store;
  private MachineSaves saves;
  private OwnAddresses addresses;

  @BeforeEach
  void connect() throws IOException {
    store = StateStore.open(directory);
    CommandRunner runner =
        command -> {
          commands.add(String.join(" ", command.subList(2, 5)));
          return new CommandRunner.Result(0, "");
        };
    var device =
        new OwnAddresses.Device(
            new OwnDevice(new LinuxSetup(runner, directory), "gvpn0", 1_420), 16);
    saves = new MachineSaves(new KeptMachines(store), new Notices(Clock.systemUTC()), disk);
    addresses = new OwnAddresses(device, store, slow::add, saves);
    addresses.connect(
        new Packets(own -> told.add("" + own), routes -> {}, macs -> {}, Runnable::run));
  }

  @AfterEach
  void close() throws Exception {
    saves.end();
    store.close();
  }

  private void runSlowThings() {
    for (Runnable next = slow.poll(); next != null; next = slow.poll()) {
      next.run();
    }
  }

  @Test
  void anAddressIsUsedOnceTheDeviceHasIt() throws IOException {
    addresses.onAddress(FIRST, 1);
    assertThat(told).isEmpty();
    runSlowThings();
    assertThat(told).containsExactly("10.128.0.7");
    assertThat(store.lastAddress()).isEqualTo("10.128.0.7");
  }

  @Test
  void anAddressThatIsLostWhileTheDeviceIsSetUpIsNotUsed() {
    addresses.onAddress(FIRST, 1);
    addresses.onAddressLost(FIRST, "taken");
    runSlowThings();
    assertThat(told).doesNotContain("10.128.0.7").endsWith("null");
    assertThat(commands)
        .containsExactly("address replace 10.128.0.7/16", "address del 10.128.0.7/16");
  }

  @Test
  void theNextAddressIsUsedAfterAllThatCameBefore() {
    addresses.onAddress(FIRST, 1);
    addresses.onAddressLost(FIRST, "taken");
    addresses.onAddress(SECOND, 1);
    runSlowThings();
    assertThat(told).endsWith("10.128.0.8");
    assertThat(addresses.address()).isEqualTo(SECOND);
  }

  @Test
  void whoeverWatchesIsToldOfEachChangeOnceTheDeviceHasIt() {
    List<String> seen = new ArrayList<>();
    addresses.watch(address -> seen.add("" + address));
    addresses.onAddress(FIRST, 1);
    assertThat(seen).isEmpty();
    runSlowThings();
    addresses.onAddressLost(FIRST, "taken");
    runSlowThings();
    assertThat(seen).containsExactly("10.128.0.7", "null");
  }

  @Test
  void whoeverComesLateIsToldOfTheAddressThatIsThere() {
    addresses.onAddress(FIRST, 1);
    runSlowThings();
    List<String> seen = new ArrayList<>();
    addresses.watch(address -> seen.add("" + address));
    runSlowThings();
    assertThat(seen).containsExactly("10.128.0.7");
  }

  @Test
  void whoeverComesWhenThereIsNoAddressWaitsForOne() {
    addresses.onAddress(FIRST, 1);
    addresses.onAddressLost(FIRST, "taken");
    runSlowThings();
    List<String> seen = new ArrayList<>();
    addresses.watch(address -> seen.add("" + address));
    runSlowThings();
    assertThat(seen).isEmpty();
  }
}
