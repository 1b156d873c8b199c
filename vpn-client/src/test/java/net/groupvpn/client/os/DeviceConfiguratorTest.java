package net.groupvpn.client.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceConfiguratorTest {
  private final List<String> commands = new ArrayList<>();
  private CommandRunner.Result result = new CommandRunner.Result(0, "");
  private final DeviceConfigurator configurator =
      new DeviceConfigurator(
          command -> {
            commands.add(String.join(" ", command));
            return result;
          });

  @Test
  void aDeviceIsSetUpWithTheSystemsOwnCommands() throws IOException {
    configurator.bringUp("gvpn0", 1_280);
    configurator.addAddress("gvpn0", prefix("10.128.0.7", 16));
    configurator.addAddress("gvpn0", prefix("fd00:0:0:0:0:0:0:7", 48));
    configurator.removeRoute("gvpn0", prefix("192.0.2.0", 24));
    configurator.removeAddress("gvpn0", prefix("10.128.0.7", 16));
    assertThat(commands)
        .containsExactly(
            "ip link set dev gvpn0 addrgenmode none",
            "ip link set dev gvpn0 mtu 1280 txqueuelen 2000 up",
            "ip -4 address replace 10.128.0.7/16 dev gvpn0",
            "ip -6 address replace fd00:0:0:0:0:0:0:7/48 dev gvpn0 nodad",
            "ip -4 route del 192.0.2.0/24 dev gvpn0",
            "ip -4 address del 10.128.0.7/16 dev gvpn0");
  }

  @Test
  void aFailureNamesTheCommandWhatItSaidAndWhatToDo() {
    result = new CommandRunner.Result(2, "RTNETLINK answers: Operation not permitted");
    assertThatIOException()
        .isThrownBy(() -> configurator.addAddress("gvpn0", prefix("10.128.0.7", 16)))
        .withMessage(
            "`ip -4 address replace 10.128.0.7/16 dev gvpn0` failed (exit 2): "
                + "RTNETLINK answers: Operation not permitted. Run as root or give CAP_NET_ADMIN");
  }

  @Test
  void ipv6ThatIsSwitchedOffIsSaidSo() {
    result = new CommandRunner.Result(2, "RTNETLINK answers: Permission denied");
    assertThatIOException()
        .isThrownBy(() -> configurator.addAddress("gvpn0", prefix("fd00:0:0:0:0:0:0:7", 48)))
        .withMessageContaining("IPv6 is switched off");
  }

  @Test
  void aCommandThatIsNotInstalledIsNamed() {
    assertThatIOException()
        .isThrownBy(() -> new ProcessCommandRunner().run(List.of("groupvpn-no-such-command")))
        .withMessageContaining("cannot run `groupvpn-no-such-command`");
  }

  @Test
  void realCommandsReportWhatTheyPrintedAndHowTheyEnded() throws IOException {
    CommandRunner.Result ended =
        new ProcessCommandRunner().run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(ended).isEqualTo(new CommandRunner.Result(3, "out\nerr"));
  }

  @Test
  void prefixesAreCheckedAgainstTheFamily() {
    assertThatIllegalArgumentException().isThrownBy(() -> prefix("10.0.0.0", 33));
  }

  private static AddressPrefix prefix(String address, int bits) throws IOException {
    return new AddressPrefix(InetAddress.getByName(address), bits);
  }
}
