package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.device.NetDevice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLookTest {
  @TempDir private Path procNet;
  private final List<NetDevice> devices = new ArrayList<>();
  private final List<String> commands = new ArrayList<>();
  private final DeviceConfigurator configurator =
      new DeviceConfigurator(
          command -> {
            commands.add(String.join(" ", command));
            return new CommandRunner.Result(0, "");
          });
  private DeviceLook look;
  private AddressPrefix address;

  @BeforeEach
  void aDeviceThatSomebodyMadeToStay() throws IOException {
    look = new DeviceLook(() -> devices, procNet);
    address = new AddressPrefix(InetAddress.getByName("10.128.3.4"), 16);
    devices.add(device(7, "", false, 1_500, List.of()));
  }

  private static NetDevice device(
      int index, String alias, boolean isUp, int mtu, List<NetDevice.Address> addresses) {
    return new NetDevice(index, "gvpn0", "tun", alias, isUp, true, 0, mtu, addresses, 0);
  }

  private NetDevice changed(int index) {
    return device(
        index,
        "ours",
        true,
        1_420,
        List.of(new NetDevice.Address(address.address(), address.prefixBits(), false)));
  }

  @Test
  void itIsGivenBackAsItWas() throws IOException {
    List<DeviceChange> changes =
        List.of(
            new DeviceChange.Alias("gvpn0", "ours"),
            new DeviceChange.Up("gvpn0", 1_420),
            new DeviceChange.Address("gvpn0", address));
    List<String> before = new ArrayList<>();
    for (DeviceChange change : changes) {
      before.add(look.before(change));
    }
    devices.set(0, changed(7));
    for (int i = 0; i < changes.size(); i++) {
      assertThat(look.undo(changes.get(i), before.get(i), configurator)).isTrue();
    }
    assertThat(commands)
        .containsExactly(
            "ip link set dev gvpn0 alias ",
            "ip link set dev gvpn0 mtu 1500",
            "ip link set dev gvpn0 down",
            "ip -4 address del 10.128.3.4/16 dev gvpn0");
  }

  @Test
  void whatWasThereBeforeStays() throws IOException {
    devices.set(0, changed(7));
    DeviceChange change = new DeviceChange.Address("gvpn0", address);
    assertThat(look.undo(change, look.before(change), configurator)).isFalse();
    assertThat(commands).isEmpty();
  }

  @Test
  void whatSomebodyElseHasChangedSinceStays() throws IOException {
    DeviceChange change = new DeviceChange.Up("gvpn0", 1_420);
    String before = look.before(change);
    devices.set(0, device(7, "ours", true, 1_280, List.of()));
    assertThat(look.undo(change, before, configurator)).isFalse();
  }

  @Test
  void aDeviceThatIsGoneOrWasMadeAnewIsLeftAlone() throws IOException {
    DeviceChange change = new DeviceChange.Address("gvpn0", address);
    String before = look.before(change);
    devices.set(0, changed(8));
    assertThat(look.undo(change, before, configurator)).isFalse();
    devices.clear();
    assertThat(look.undo(change, before, configurator)).isFalse();
    assertThat(commands).isEmpty();
  }
}
