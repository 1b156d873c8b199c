package net.groupvpn.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import net.groupvpn.client.config.ClientConfig.DnsMode;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  @TempDir private Path directory;

  @Test
  void readsEveryKey() throws Exception {
    ClientConfig config =
        read(
            """
            group_file = "office.group.toml"
            port = 7410
            interface = "gvpn7"
            address = "10.128.0.7"
            host_name = "laptop"
            dns = "none"
            state_dir = "state"
            seeds = ["192.0.2.1:7400", "[2001:db8::1]:7400"]
            log_level = "debug"
            crl_interval_seconds = 5
            """);

    assertThat(config.name()).isEqualTo("office");
    assertThat(config.groupFile()).isEqualTo(directory.resolve("office.group.toml"));
    assertThat(config.stateDir()).isEqualTo(directory.resolve("state"));
    assertThat(config.device())
        .isEqualTo(
            new ClientConfig.Device(
                "gvpn7", "10.128.0.7", "laptop", DnsMode.NONE, DhcpConfig.DEFAULT));
    assertThat(config.underlay())
        .isEqualTo(
            new ClientConfig.Underlay(
                7410,
                443,
                true,
                ClientConfig.Local.DEFAULT,
                List.of("192.0.2.1:7400", "[2001:db8::1]:7400"),
                Duration.ofSeconds(5),
                ClientConfig.Relaying.DEFAULT));
    assertThat(config.logLevel()).isEqualTo(Level.FINE);
  }

  @Test
  void theGroupFileAloneIsEnough() throws Exception {
    ClientConfig config = read("group_file = \"/etc/groupvpn/office.group\"\n");

    assertThat(config.underlay().port()).isEqualTo(7400);
    assertThat(config.device().interfaceName()).isEqualTo("gvpn0");
    assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/groupvpn/office"));
  }

  @Test
  void portMappingIsOnUnlessItIsSwitchedOff() throws Exception {
    assertThat(read("group_file = \"a\"\n").underlay().portMapping()).isTrue();
    assertThat(read("group_file = \"a\"\nport_mapping = false\n").underlay().portMapping())
        .isFalse();
    assertThat(problems("group_file = \"a\"\nport_mapping = \"off\"\n"))
        .singleElement()
        .asString()
        .contains(":2: port_mapping is \"off\"", "true or false");
  }

  @Test
  void neighboursAreLookedForUnlessThatIsSwitchedOff() throws Exception {
    assertThat(
            read("group_file = \"a\"\ninterfaces = [\"eth0\", \"wlan0\"]\n")
                .underlay()
                .local()
                .interfaces())
        .containsExactlyInAnyOrder("eth0", "wlan0");
    assertThat(problems("group_file = \"a\"\ninterfaces = [\"a b\"]\n"))
        .singleElement()
        .asString()
        .contains("a list of device names");
    assertThat(read("group_file = \"a\"\n").underlay().local().discovery()).isTrue();
    assertThat(read("group_file = \"a\"\nlan_discovery = false\n").underlay().local().discovery())
        .isFalse();
  }

  @Test
  void relaysAreOfferedAndChosenAsTheFileSays() throws Exception {
    String node = "0123456789abcdef0123456789abcdef01234567";
    ClientConfig config =
        read(
            """
            group_file = "a"
            relay = false
            relay_choice = "listed"
            relays = ["%s"]
            """
                .formatted(node));

    assertThat(config.underlay().relaying())
        .isEqualTo(
            new ClientConfig.Relaying(
                false, ClientConfig.RelayChoice.LISTED, List.of(NodeId.ofHex(node))));
  }

  @Test
  void dhcpAnswersThisMachineUnlessTheFileSaysMore() throws Exception {
    assertThat(read("group_file = \"a\"\n").device().dhcp()).isEqualTo(DhcpConfig.DEFAULT);
    assertThat(read("group_file = \"a\"\ndhcp = false\n").device().dhcp().told()).isNull();
    DhcpConfig config =
        read("""
                group_file = "a"
                router = true
                dhcp_router = true
                dhcp_names = false
                dhcp_mtu = false
                dhcp_routes = ["192.168.7.0/24", "0.0.0.0/0"]
                """)
            .device()
            .dhcp();
    assertThat(config.machines()).isTrue();
    assertThat(config.told())
        .isEqualTo(
            new DhcpSettings(
                true,
                false,
                0,
                List.of(
                    new DhcpSettings.Route(Ipv4Address.parse("192.168.7.0"), 24),
                    new DhcpSettings.Route(new Ipv4Address(0), 0))));
    assertThat(problems("group_file = \"a\"\ndhcp_routes = [\"10.0.0.1/8\", \"x\"]\n")).hasSize(2);
    assertThat(problems("group_file = \"a\"\nrouter = true\ndhcp = false\n"))
        .singleElement()
        .asString()
        .contains(":2: router", "machines get addresses by DHCP");
  }

  @Test
  void badRelayKeysAreReportedEach() {
    assertThat(
            problems(
                """
                group_file = "a"
                relay = "no"
                relay_choice = "best"
                relays = ["cedar"]
                """))
        .hasSize(3);
  }

  @Test
  void anUnknownKeyIsNamedWithItsLine() {
    assertThat(problems("group_file = \"a\"\n\nprot = 7400\n"))
        .singleElement()
        .asString()
        .contains("office.toml:3: unknown key prot");
  }

  @Test
  void aTableIsAnUnknownKeyToo() {
    assertThat(problems("group_file = \"a\"\n[network]\nport = 1\n"))
        .singleElement()
        .asString()
        .contains("office.toml:2: unknown key network");
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            problems(
                """
                port = 0
                interface = "much-too-long-a-name"
                address = "10.128.0.256"
                host_name = "Not A Label"
                dns = "yes"
                log_level = "loud"
                seeds = ["portal.example.org"]
                """))
        .hasSize(8)
        .anySatisfy(line -> assertThat(line).contains(":1: port is \"0\"", "from 1 to 65535"))
        .anySatisfy(line -> assertThat(line).contains(":3: address is \"10.128.0.256\""))
        .anySatisfy(line -> assertThat(line).contains("group_file is missing"));
  }

  @Test
  void aFileThatIsNotTomlIsNamedWithItsLine() {
    assertThat(problems("group_file = \"a\"\nport == 3\n"))
        .singleElement()
        .asString()
        .contains("office.toml:2: is not TOML");
  }

  @Test
  void aMissingFileIsOneClearProblem() {
    Path missing = directory.resolve("missing.toml");
    ConfigException problem =
        catchThrowableOfType(ConfigException.class, () -> reader().read(missing));

    assertThat(problem.problems()).containsExactly(missing + ": there is no such file");
  }

  private ClientConfig read(String text) throws IOException, ConfigException {
    return reader().read(write(text));
  }

  private List<String> problems(String text) {
    return catchThrowableOfType(ConfigException.class, () -> read(text)).problems();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("office.toml"), text);
  }

  private static ConfigReader reader() {
    return new ConfigReader(Directories.of(true, "/root", Map.of()));
  }
}
