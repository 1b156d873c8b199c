package net.groupvpn.lab.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import net.groupvpn.lab.names.PrivateSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two machines that know nothing of the group, behind a member's device in a bridge.
 *
 * <pre>
 *   birch -- router -- alder [ gvpn0 -- br0 -- lan0, lan1 ] -- press, scale
 * </pre>
 */
@NeedsRoot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RouterModeTest {
  private static final long SOON_SECONDS = 60;
  private static final String DEVICE = "gvpn0";
  private static final String BRIDGE = "br0";
  private static final List<String> NAMES = List.of("press", "scale");

  private static Testbed bed;
  private static Member alder;
  private static Member birch;
  private static final List<Host> machines = new ArrayList<>();
  private static final List<HostProcess> clients = new ArrayList<>();

  @BeforeAll
  static void twoMachinesBehindAMember() throws IOException {
    bed = new Testbed("routermode");
    TwoSites net = new TwoSites(bed, List.of("alder", "birch"));
    net.attachThisMachine("gvrouter");
    Group group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS);
    alder = group.install(net.members().get(0), "router = true").start();
    birch = group.install(net.members().get(1)).start();
    group.members().forEach(Member::awaitUp);
    Host host = alder.host();
    host.ip("link", "add", BRIDGE, "type", "bridge");
    host.ip("link", "set", BRIDGE, "up");
    for (String name : NAMES) {
      Host machine = bed.host(name);
      String port = "lan" + machines.size();
      bed.cable(machine, "eth0", host, port);
      host.ip("link", "set", port, "master", BRIDGE);
      Path folder = Files.createDirectories(bed.directory().resolve(name + "-system"));
      Path packages =
          PrivateSystem.unpack("dhcp-clients", bed.directory().resolve(name + "-clients"));
      PrivateSystem.furnish(machine, folder, packages);
      machines.add(machine);
    }
    putIntoBridge();
    for (Host machine : machines) {
      clients.add(
          machine.start(
              "udhcpc",
              List.of(
                  "udhcpc",
                  "-f",
                  "-R",
                  "-i",
                  "eth0",
                  "-O",
                  "mtu",
                  "-x",
                  "hostname:" + machine.name())));
    }
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void putIntoBridge() {
    alder.host().ip("link", "set", DEVICE, "master", BRIDGE);
    Await.until(
        "the member's own address is on the bridge",
        SOON_SECONDS,
        () -> alder.host().exec("ip", "-4", "addr", "show", BRIDGE).contains(alder.ipv4() + "/16"));
  }

  @Test
  @Order(1)
  void eachHasAnAddressAndANameOfItsOwn() {
    for (Host machine : machines) {
      Await.until(
          machine.name() + " is known by its name",
          SOON_SECONDS,
          () -> !reportOf(machine.name()).path("ipv4").asText().isEmpty());
      String address = reportOf(machine.name()).path("ipv4").asText();
      assertThat(address).isNotEqualTo(alder.ipv4());
      Await.until(
          machine.name() + " uses " + address,
          SOON_SECONDS,
          () -> machine.exec("ip", "-4", "addr", "show", "eth0").contains(address + "/16"));
    }
    assertThat(reportOf("press").path("ipv4")).isNotEqualTo(reportOf("scale").path("ipv4"));
  }

  @Test
  @Order(2)
  void membersReachThemByNameAndTheyReachMembers() {
    for (Host machine : machines) {
      assertReached(machine.name());
      Await.until(
          machine.name() + " pings birch",
          SOON_SECONDS,
          () -> machine.tryExec("ping", "-n", "-c1", "-W2", birch.fullName()).isSuccess());
      String address = reportOf(machine.name()).path("ipv4").asText();
      assertThat(birch.host().exec("getent", "ahostsv4", machine.name()).strip())
          .startsWith(address);
      assertThat(birch.host().exec("getent", "hosts", address))
          .contains(machine.name() + "." + Group.SUFFIX);
    }
    Await.until("both pings pass", SOON_SECONDS, () -> pingsNeighbour());
    assertThat(birch.pings(alder.ipv4(), false)).as("birch pings the router").isTrue();
    assertThat(alder.pings(birch.ipv4(), false)).as("the router pings birch").isTrue();
  }

  private static boolean pingsNeighbour() {
    String other = reportOf("scale").path("ipv4").asText();
    return machines.get(0).tryExec("ping", "-n", "-c1", "-W2", other).isSuccess();
  }

  /** By the kernel alone (RFC 4862): no program on the machine knows of IPv6. */
  @Test
  @Order(3)
  void machinesReachMembersByIpv6AndAreReached() {
    for (Host machine : machines) {
      Await.until(
          machine.name() + " has an IPv6 address of the group",
          SOON_SECONDS,
          () -> !address6(machine).isEmpty());
      Await.until(
          machine.name() + " pings birch by IPv6",
          SOON_SECONDS,
          () -> machine.tryExec("ping", "-6", "-n", "-c1", "-W2", birch.ipv6()).isSuccess());
      assertThat(birch.pings(address6(machine), true)).as("birch pings " + machine.name()).isTrue();
      assertThat(machine.exec("ip", "-6", "route", "show", "default")).isEmpty();
    }
    assertThat(address6(machines.get(0))).isNotEqualTo(address6(machines.get(1)));
    assertThat(
            machines
                .get(0)
                .tryExec("ping", "-6", "-n", "-c2", "-W2", address6(machines.get(1)))
                .isSuccess())
        .isTrue();
    assertThat(birch.pings(alder.ipv6(), true)).as("birch pings the router").isTrue();
  }

  /** Its address in a /64 of its own, or an empty text. */
  private static String address6(Host machine) {
    for (String word :
        machine.exec("ip", "-6", "addr", "show", "eth0", "scope", "global").split("\\s+", -1)) {
      if (word.startsWith("fd") && word.endsWith("/64")) {
        return word.substring(0, word.indexOf('/'));
      }
    }
    return "";
  }

  @Test
  @Order(4)
  void theyKeepThemWhileTheirMemberStartsAgain() {
    String before = reportOf("press").path("ipv4").asText();
    alder.stop();
    alder.start().awaitUp();
    putIntoBridge();
    assertReached("press");
    assertThat(reportOf("press").path("ipv4").asText()).isEqualTo(before);
  }

  @Test
  @Order(5)
  void aLeaseThatIsGivenBackIsFree() {
    clients.get(1).stop();
    Await.until("scale is no longer known", SOON_SECONDS, () -> reportOf("scale").isMissingNode());
    Await.until(
        "its name leads nowhere",
        SOON_SECONDS,
        () -> !birch.host().tryExec("getent", "ahostsv4", "scale." + Group.SUFFIX).isSuccess());
    assertReached("press");
  }

  private static void assertReached(String name) {
    Await.until(
        "birch pings " + name + " " + alder.status().path("machines"),
        SOON_SECONDS,
        () -> birch.pings(name + "." + Group.SUFFIX, false));
  }

  /** What the member says of a machine; a missing node if nothing. */
  private static JsonNode reportOf(String name) {
    JsonNode reports = alder.status().path("machines");
    for (JsonNode report : reports) {
      if (report.path("name").asText().equals(name + "." + Group.SUFFIX)) {
        return report;
      }
    }
    return reports.path("none");
  }
}
