package net.groupvpn.client.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.device.NetDevice;
import net.groupvpn.client.os.AddressPrefix;
import net.groupvpn.client.os.CommandRunner;
import net.groupvpn.client.os.OwnDevice;
import org.junit.jupiter.api.Test;

/** What happens to the device when the client ends. */
class OwnDeviceTest {
  private static final int MTU = 1_420;
  private static final String DELETE4 = "ip -4 address del 10.128.3.4/16 dev gvpn0";
  private static final String DELETE6 = "ip -6 address del fd00:0:0:0:0:0:0:7/48 dev gvpn0";
  private static final String DOWN = "ip link set dev gvpn0 down";
  private static final String NO_ALIAS = "ip link set dev gvpn0 alias ";

  private final List<String> commands = new ArrayList<>();
  private final OwnDevice own =
      new OwnDevice(new LinuxSetup(this::run, Path.of("unused")), "gvpn0", MTU);
  private String failing = "none";

  private CommandRunner.Result run(List<String> command) {
    String line = String.join(" ", command);
    commands.add(line);
    return new CommandRunner.Result(line.equals(failing) ? 2 : 0, "");
  }

  private void setUp() throws IOException {
    own.bringUp(NetDevice.alias(7_400));
    own.addAddress(prefix("fd00:0:0:0:0:0:0:7", 48));
    own.addAddress(prefix("10.128.3.4", 16));
    commands.clear();
  }

  private static AddressPrefix prefix(String address, int bits) throws IOException {
    return new AddressPrefix(InetAddress.getByName(address), bits);
  }

  private static NetDevice device(String name) {
    return new NetDevice(9, name, "tun", NetDevice.alias(7_400), true, false, 0, MTU, List.of(), 0);
  }

  @Test
  void oneThatStaysIsAsBefore() throws IOException {
    setUp();
    own.giveBack(() -> List.of(device("gvpn0")));
    assertThat(commands).containsExactly(DELETE4, DELETE6, DOWN, NO_ALIAS);
  }

  @Test
  void oneThatIsGoneIsLeftAlone() throws IOException {
    setUp();
    own.giveBack(() -> List.of(device("gvpn1")));
    assertThat(commands).isEmpty();
  }

  @Test
  void whatCannotBeTakenBackKeepsNothingElse() throws IOException {
    setUp();
    failing = DELETE6;
    assertThatIOException()
        .isThrownBy(() -> own.giveBack(() -> List.of(device("gvpn0"))))
        .withMessageContaining(DELETE6);
    assertThat(commands).containsExactly(DELETE4, DELETE6, DOWN, NO_ALIAS);
  }

  @Test
  void nothingIsPutBackAfterThat() throws IOException {
    setUp();
    own.giveBack(() -> List.of(device("gvpn0")));
    commands.clear();
    own.addAddress(prefix("10.128.3.5", 16));
    assertThat(own.repair(device("gvpn0"), device("gvpn0"), null, true)).isEmpty();
    assertThat(commands).isEmpty();
  }

  @Test
  void addressesAreOnTheBridgeWhileItBelongsToOne() throws IOException {
    setUp();
    NetDevice bridge = device("br0");
    assertThat(own.settle(bridge)).isTrue();
    assertThat(commands)
        .containsExactly(
            DELETE6,
            DELETE4,
            "ip -6 address replace fd00:0:0:0:0:0:0:7/48 dev br0 nodad",
            "ip -4 address replace 10.128.3.4/16 dev br0");
    commands.clear();
    assertThat(own.settle(bridge)).isFalse();
    own.removeAddress(prefix("10.128.3.4", 16));
    own.addAddress(prefix("10.128.3.5", 16));
    assertThat(commands)
        .containsExactly(
            "ip -4 address del 10.128.3.4/16 dev br0",
            "ip -4 address replace 10.128.3.5/16 dev br0");
    commands.clear();
    assertThat(own.settle(null)).isTrue();
    assertThat(commands).hasSize(4).last().asString().endsWith("dev gvpn0");
  }

  @Test
  void whatIsOnABridgeIsTakenBackFromThere() throws IOException {
    setUp();
    own.settle(device("br0"));
    commands.clear();
    own.giveBack(() -> List.of());
    assertThat(commands)
        .containsExactly(
            "ip -6 address del fd00:0:0:0:0:0:0:7/48 dev br0",
            "ip -4 address del 10.128.3.4/16 dev br0");
  }
}
