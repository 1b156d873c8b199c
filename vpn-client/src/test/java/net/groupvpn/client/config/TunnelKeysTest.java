package net.groupvpn.client.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.groupvpn.client.tunnel.RoutingMode;
import net.groupvpn.client.tunnel.TunnelSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys about gateways, routing and networks behind members. */
class TunnelKeysTest {
  @TempDir private Path directory;

  @Test
  void internetTrafficKeepsItsOwnWayUnlessAnExitNodeIsNamed() throws Exception {
    assertThat(read("group_file = \"a\"\n").tunnel()).isEqualTo(TunnelConfig.OFF);
    assertThat(read("group_file = \"a\"\nexit_node = \"off\"\n").tunnel().exit().isOn()).isFalse();
    assertThat(read("group_file = \"a\"\nexit_node = \"auto\"\n").tunnel().exit())
        .isEqualTo(new TunnelConfig.Exit(true, List.of()));
    assertThat(read("group_file = \"a\"\nexit_node = \"cedar\"\n").tunnel().exit())
        .isEqualTo(new TunnelConfig.Exit(true, List.of("cedar")));
    assertThat(
            read("group_file = \"a\"\nexit_node = [\"cedar\", \"elm.office.gvpn\"]\n")
                .tunnel()
                .exit())
        .isEqualTo(new TunnelConfig.Exit(true, List.of("cedar", "elm.office.gvpn")));
  }

  @Test
  void aGatewayServesAsTheFileSays() throws Exception {
    TunnelConfig.Serving serving =
        read("""
                group_file = "a"
                gateway = true
                gateway_label = "attic"
                gateway_probe = ["192.0.2.1", "2001:db8::1"]
                gateway_dns = "192.0.2.53"
                gateway_open = ["192.168.7.0/24", "fd00:7::/64"]
                gateway_client_connections = 10
                gateway_nat = "user"
                """)
            .tunnel()
            .serving();
    assertThat(serving)
        .isEqualTo(
            new TunnelConfig.Serving(
                "attic",
                List.of("192.0.2.1", "2001:db8::1"),
                "192.0.2.53",
                List.of("192.168.7.0/24", "fd00:7::/64"),
                new TunnelConfig.ClientLimits(10, 100),
                TunnelConfig.Nat.USER));
  }

  @Test
  void containersAreReachedInFullTunnelAndTheLanIsNotUnlessTheFileSaysOtherwise() throws Exception {
    TunnelSettings usual = read("group_file = \"a\"\n").tunnel().routing();
    assertThat(usual.containers()).isTrue();
    assertThat(usual.allowLan()).isFalse();
    TunnelSettings other =
        read("group_file = \"a\"\nallow_containers = false\nallow_lan = true\n").tunnel().routing();
    assertThat(other.containers()).isFalse();
    assertThat(other.allowLan()).isTrue();
  }

  @Test
  void badGatewayKeysAreReportedEach() {
    assertThat(
            problems(
                """
                group_file = "a"
                exit_node = ["Not A Name"]
                gateway = "yes"
                gateway_label = "\\u001b[2J"
                gateway_probe = ["example.org"]
                gateway_open = ["192.168.7.0/33"]
                gateway_nat = "none"
                subnets = ["192.168.7.1/24", "0.0.0.0/0"]
                accept_subnets = "all"
                """))
        .hasSize(9);
  }

  @Test
  void networksBehindMembersAreAnnouncedAndAcceptedByPrefix() throws Exception {
    SubnetConfig subnets =
        read("""
                group_file = "a"
                subnets = ["192.168.7.0/24", "2001:db8:7::/48"]
                accept_subnets = ["10.1.0.0/16"]
                """)
            .tunnel()
            .subnets();
    assertThat(subnets.own()).hasSize(2);
    assertThat(subnets.accepts(subnets.own().get(0))).isFalse();
    assertThat(subnets.accepted()).allMatch(subnets::accepts).hasSize(1);
    assertThat(
            read("group_file = \"a\"\naccept_subnets = true\n")
                .tunnel()
                .subnets()
                .accepts(subnets.own().get(0)))
        .isTrue();
  }

  @Test
  void marksRulesAndRoutesAreAsTheFileSays() throws Exception {
    assertThat(read("group_file = \"a\"\n").tunnel().routing()).isEqualTo(TunnelSettings.DEFAULT);
    assertThat(
            read("""
                group_file = "a"
                mark = 0x80000000
                mark_mask = 0xf0000000
                route_table = 100
                rule_priority = 200
                allow_lan = true
                """)
                .tunnel()
                .routing())
        .isEqualTo(new TunnelSettings(0x80000000, 0xf0000000, 100, 200, true, true));
  }

  @Test
  void aRoutingModeIsTheOnlyOneAndAutoIsAll() throws Exception {
    String file = "group_file = \"a\"\nrouting_mode = \"%s\"\n";
    assertThat(read(file.formatted("frames")).tunnel().routing().modes())
        .containsExactly(RoutingMode.FRAMES);
    assertThat(read(file.formatted("auto")).tunnel().routing().modes())
        .containsExactly(RoutingMode.MARK, RoutingMode.ROUTES, RoutingMode.FRAMES);
  }

  @Test
  void marksRulesAndRoutesThatCannotBeAreReported() {
    for (String line :
        List.of(
            "mark = 0",
            "mark = 0x5c000001",
            "mark = 0x15c000000",
            "mark = \"many\"",
            "mark_mask = 0",
            "mark_mask = 0x00ff0000",
            "route_table = 0",
            "route_table = 254",
            "rule_priority = 0",
            "rule_priority = 32763",
            "allow_lan = \"yes\"",
            "routing_mode = \"Mark\"",
            "routing_mode = 1")) {
      assertThat(problems("group_file = \"a\"\n" + line + "\n"))
          .as(line)
          .singleElement()
          .asString()
          .contains("office.toml:2: ");
    }
  }

  @Test
  void aGatewayNamesNoAddressThatIsNobodysOnTheInternet() {
    assertThat(
            problems(
                """
                group_file = "a"
                gateway_probe = ["127.0.0.1", "fe80::1"]
                gateway_dns = "169.254.169.254"
                """))
        .hasSize(3);
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
