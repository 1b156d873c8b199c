package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.client.cli.GroupVpnMain;
import net.groupvpn.client.journal.Journal;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.HostProcess;
import net.groupvpn.lab.bed.JavaCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves a laptop in full tunnel, and what others take away. */
@NeedsRoot
class KillSwitchTest {
  private static final String OURS = Integer.toString(0x5c000000);
  private static final int COULD_NOT_CONNECT = 7;

  private Cafe cafe;
  private Host laptop;
  private List<String> before;

  @BeforeEach
  void aLaptopInACafe() {
    cafe = new Cafe("tunnel").enter();
    laptop = cafe.laptop();
    before = machine();
  }

  @AfterEach
  void close() {
    cafe.close();
  }

  /** All that is to be as it was, line by line. */
  private List<String> machine() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip -d addr show dev eth0",
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table all",
            "nft list ruleset",
            "sysctl -a --pattern net.ipv[46].conf.(all|eth0)")) {
      laptop
          .exec(command.split(" ", 0))
          .lines()
          .map(line -> line.replaceAll("(valid_lft|expires) .*", ""))
          .forEach(all::add);
    }
    return all;
  }

  @Test
  void nothingLeavesWhateverIsTakenAway() {
    HostProcess client = cafe.hold();
    Capture capture = cafe.watchForLeaks();
    cafe.programsTry();
    for (String family : List.of("-4", "-6")) {
      for (int priority = 5_470; priority <= 5_472; priority++) {
        takeRule(family, priority);
        cafe.programsTry();
      }
    }
    laptop.exec("nft", "add table inet other");
    laptop.exec("nft", "delete table inet other");
    cafe.programsTry();
    laptop.ip("link", "set", "eth0", "down");
    laptop.ip("link", "set", "eth0", "up");
    laptop.defaultRoute(Cafe.ROUTER);
    cafe.programsTry();
    client.kill();
    cafe.programsTry();
    for (String family : List.of("-4", "-6")) {
      for (int priority = 5_470; priority <= 5_472; priority++) {
        takeRule(family, priority);
      }
      laptop.tryExec("ip", family, "route", "flush", "table", "5470");
    }
    cafe.programsTry();
    Cafe.assertNoLeak(capture);
  }

  private void takeRule(String family, int priority) {
    laptop.ip(family, "rule", "del", "priority", Integer.toString(priority));
  }

  /** As systemd-networkd, wg-quick and a firewall that is loaded anew do. */
  @Test
  void whatOthersTakeAwayIsBackSoonAndTheLogNamesWhoCouldBeToBlame() {
    HostProcess client = cafe.hold();
    List<String> whole = tunnelOfMachine();
    // Two may fall into one look; five looks must find something.
    for (int i = 0; i < 3; i++) {
      laptop.ip("-4", "rule", "del", "table", "main", "suppress_prefixlength", "0");
      awaitAgain(whole);
      laptop.ip("-6", "route", "flush", "table", "5470");
      awaitAgain(whole);
      laptop.exec("nft", "flush", "ruleset");
      awaitAgain(whole);
    }
    client.awaitOutput("5 times within a minute", Cafe.READY_SECONDS);
    assertThat(client.output()).contains("its IPV4 rule 5471", "nftables");
  }

  private void awaitAgain(List<String> whole) {
    Await.until("all is back", Cafe.READY_SECONDS, () -> tunnelOfMachine().equals(whole));
  }

  private List<String> tunnelOfMachine() {
    List<String> all = new ArrayList<>();
    for (String command :
        List.of(
            "ip rule show",
            "ip -6 rule show",
            "ip route show table all",
            "ip -6 route show table 5470",
            "nft -s list ruleset")) {
      Commands.Result result = laptop.tryExec(command.split(" ", 0));
      all.addAll(result.output().lines().toList());
    }
    return all;
  }

  @Test
  void aPauseEndsThoughTheClientWasKilledInIt() {
    cafe.hold("20").kill();
    assertThat(cafe.get(Cafe.INTERNET)).as("in the pause").isEqualTo("192.168.7.2");
    Await.until("closed", Cafe.READY_SECONDS, () -> cafe.get(Cafe.INTERNET).isEmpty());
    cafe.programsTry();
  }

  @Test
  void whatIsRefusedIsRefusedAtOnce() {
    cafe.hold().kill();
    for (String server : List.of(Cafe.INTERNET, "[" + Cafe.INTERNET6 + "]")) {
      int exitCode = laptop.tryExec("curl", "-sg", "-m", "20", "http://" + server + "/").exitCode();
      assertThat(exitCode).as("not 28, a time-out").isEqualTo(COULD_NOT_CONNECT);
    }
  }

  @Test
  void ourOwnPacketsAndServicesAreReachedOverTheCardWithStrictReversePaths() {
    cafe.hold();
    assertThat(cafe.pings("-m", OURS, Cafe.INTERNET)).isTrue();
    assertThat(cafe.pings("-6", "-m", OURS, Cafe.INTERNET6)).isTrue();
    HostProcess service = Cafe.serve(laptop, 2_222);
    for (String from : List.of(Cafe.INTERNET, Cafe.ROUTER)) {
      String said =
          cafe.router()
              .exec("curl", "-s", "-m", "5", "--interface", from, "http://192.168.7.2:2222/");
      assertThat(said).isEqualTo(from);
    }
    assertThat(
            cafe.router()
                .tryExec("ping", "-n", "-c1", "-W2", "-I", Cafe.INTERNET, "192.168.7.2")
                .isSuccess())
        .isTrue();
    service.stop();
  }

  /** Programs ask nobody, since all names would go through the tunnel, which has no gateway. */
  @Test
  void theClientFindsThePortalsNameThoughNoGatewayWorks() {
    laptop.nameServer(Cafe.INTERNET, "example");
    List<String> server = new ArrayList<>(JavaCommand.of(NameServerMain.class, "-Xmx32m"));
    server.add(Cafe.INTERNET);
    HostProcess names =
        cafe.router().start("names", server).awaitOutput(NameServerMain.READY, Cafe.READY_SECONDS);
    assertThat(laptop.tryExec("getent", "hosts", "portal.example.org").output())
        .contains(Cafe.INTERNET);
    cafe.hold();
    assertThat(laptop.tryExec("getent", "hosts", "portal.example.org").output()).isEmpty();
    List<String> lookUp =
        new ArrayList<>(
            JavaCommand.of(
                PortalNameMain.class, "-Xmx64m", "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
    lookUp.addAll(
        List.of(cafe.bed().directory().resolve("lookup").toString(), "portal.example.org"));
    assertThat(laptop.exec(lookUp.toArray(String[]::new)).strip()).endsWith(Cafe.INTERNET);
    names.stop();
  }

  @Test
  void theMachineIsAsBeforeAfterwards() throws IOException {
    HostProcess client = cafe.hold();
    assertThat(machine()).isNotEqualTo(before);
    client.stop();
    assertThat(machine()).containsExactlyElementsOf(before);

    cafe.hold().kill();
    cleanup("--keep-kill-switch");
    assertThat(cafe.get(Cafe.INTERNET)).isEmpty();
    assertThat(laptop.exec("ip", "rule", "show")).doesNotContain("5472");
    cleanup();
    assertThat(machine()).containsExactlyElementsOf(before);
    assertThat(cafe.state().resolve(Journal.FILE)).isEmptyFile();

    cafe.hold().kill();
    cafe.hold().stop();
    assertThat(machine()).as("killed, and started again").containsExactlyElementsOf(before);
    Await.until(
        "all is open", Cafe.READY_SECONDS, () -> cafe.get(Cafe.INTERNET).equals("192.168.7.2"));
  }

  private void cleanup(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add("env");
    Path home = Files.createDirectories(cafe.bed().directory().resolve("home"));
    command.add("GROUPVPN_STATE_DIR=" + cafe.bed().directory().resolve("state"));
    command.add("GROUPVPN_CONFIG_DIR=" + home);
    command.add("GROUPVPN_RUN_DIR=" + home);
    command.addAll(JavaCommand.of(GroupVpnMain.class, "-Xmx64m"));
    command.add("cleanup");
    command.addAll(List.of(options));
    laptop.exec(command.toArray(String[]::new));
  }
}
