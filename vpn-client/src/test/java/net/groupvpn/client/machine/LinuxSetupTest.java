package net.groupvpn.client.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.Change;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.DeviceChange;
import net.groupvpn.client.os.MachineSetup;
import net.groupvpn.client.resolver.ResolverPlan;
import org.junit.jupiter.api.Test;

class LinuxSetupTest {
  private static final String ADD_ADDRESS = "ip -4 address replace 10.128.3.4/16 dev gvpn0";
  private static final String DELETE_ADDRESS = "ip -4 address del 10.128.3.4/16 dev gvpn0";

  private final List<String> commands = new ArrayList<>();
  private final MachineSetup setup = new LinuxSetup(this::run, Path.of("unused"));

  private CommandRunner.Result run(List<String> command) {
    commands.add(String.join(" ", command));
    return new CommandRunner.Result(0, "");
  }

  private static AddressPrefix address() throws IOException {
    return new AddressPrefix(InetAddress.getByName("10.128.3.4"), 16);
  }

  @Test
  void whatIsAppliedCanBeTakenBack() throws IOException {
    Change change = new DeviceChange.Address("gvpn0", address());
    setup.apply(change);
    setup.revert(change);
    assertThat(commands).containsExactly(ADD_ADDRESS, DELETE_ADDRESS);
  }

  @Test
  void aRouteIsTakenBackByItsNetwork() throws IOException {
    Change change = new DeviceChange.RouteOfAddress("gvpn0", address());
    setup.apply(change);
    setup.revert(change);
    assertThat(commands)
        .containsExactly(
            "ip -4 route replace 10.128.0.0/16 dev gvpn0 proto kernel scope link src 10.128.3.4",
            "ip -4 route del 10.128.0.0/16 dev gvpn0");
  }

  @Test
  void theDeviceIsSwitchedOnAndOff() throws IOException {
    Change change = new DeviceChange.Up("gvpn0", 1_420);
    setup.apply(change);
    setup.revert(change);
    assertThat(commands)
        .startsWith("ip link set dev gvpn0 addrgenmode none")
        .endsWith("ip link set dev gvpn0 down");
  }

  /** Its name appears in the script that reverts a resolver's settings. */
  @Test
  void aDeviceIsNamedSoThatAShellTakesTheNameForOneWord() {
    String evil = "x;reboot";
    assertThatIllegalArgumentException().isThrownBy(() -> new DeviceChange.Up(evil, 1_420));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResolverPlan(evil, "10.128.0.1", "office.gvpn", List.of()))
        .withMessageContaining(evil);
  }

  /** So that a journal finds again what it has recorded. */
  @Test
  void equalChangesAreEqual() throws IOException {
    assertThat(new DeviceChange.Address("gvpn0", address()))
        .isEqualTo(new DeviceChange.Address("gvpn0", address()));
  }

  @Test
  void aChangeOfAnUnknownKindIsRefused() {
    Change unknown = new Change() {};
    assertThatIllegalArgumentException().isThrownBy(() -> setup.apply(unknown));
    assertThatIllegalArgumentException().isThrownBy(() -> setup.revert(unknown));
  }
}
