package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import net.groupvpn.lab.member.TwoSites;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A LAN behind two members, which a third one reaches.
 *
 * <pre>
 *   laptop ── router ── alder, birch ── LAN 192.168.77.0/24 ── printer (.9)
 * </pre>
 */
@NeedsRoot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SubnetTest {
  private static final String LAN = "192.168.77.0/24";
  private static final String PRINTER = "192.168.77.9";
  private static final int PORT = 9_100;
  private static final long SOON_SECONDS = 60;
  private static final long FAILOVER_SECONDS = 20;

  private static Testbed bed;
  private static Group group;
  private static Member laptop;
  private static Member alder;
  private static Member birch;

  @BeforeAll
  static void aLanBehindTwoMembers() {
    bed = new Testbed("subnet");
    TwoSites net = new TwoSites(bed, List.of("laptop", "alder", "birch"));
    net.attachThisMachine("gvsubnet");
    Host printer = bed.host("printer");
    Host lan = bed.host("switch");
    lan.ip("link", "add", "br0", "type", "bridge");
    lan.ip("link", "set", "br0", "up");
    plug(lan, printer, "p0");
    printer.address("eth1", PRINTER + "/24");
    for (int i = 1; i <= 2; i++) {
      Host host = net.members().get(i);
      plug(lan, host, "p" + i);
      host.address("eth1", "192.168.77." + i + "/24");
    }
    List<String> command = new ArrayList<>(JavaCommand.of(GreetingServer.class, "-Xmx32m"));
    command.add(Integer.toString(PORT));
    printer.start("service", command).awaitOutput(GreetingServer.READY, SOON_SECONDS);
    group = Group.create(bed, net.portal(), TwoSites.PORTAL_ADDRESS, "--crl-interval", "PT2S");
    laptop = group.install(net.members().get(0), "accept_subnets = true");
    alder = group.install(net.members().get(1), "subnets = [\"" + LAN + "\"]");
    birch = group.install(net.members().get(2), "subnets = [\"" + LAN + "\"]");
    group.owner().allowSubnet(group.page(), "alder", LAN);
    group.members().forEach(Member::start);
    group.members().forEach(Member::awaitUp);
  }

  private static void plug(Host lan, Host host, String port) {
    bed.cable(host, "eth1", lan, port);
    lan.ip("link", "set", port, "master", "br0", "up");
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static String printerSees() {
    Commands.Result result =
        laptop.host().tryExec("curl", "-sS", "-m", "3", "http://" + PRINTER + ":" + PORT + "/");
    return result.isSuccess() ? result.output().strip() : "";
  }

  private static JsonNode route() {
    return laptop.ask("routes").path("routes").path(0);
  }

  @Test
  @Order(1)
  void theLanIsReachedThroughTheMemberThatMayAnnounceIt() {
    Await.until("the printer sees alder", SOON_SECONDS, () -> printerSees().equals("192.168.77.1"));
    assertThat(laptop.pings(PRINTER, false)).isTrue();
    assertThat(route().path("announced_by")).hasSize(1);
    assertThat(birch.status().toString()).contains("does not let this member announce " + LAN);
  }

  @Test
  @Order(2)
  void anotherOneTakesOverWhenThatMemberDies() {
    group.owner().allowSubnet(group.page(), "birch", LAN);
    Await.until("both are known", 2 * SOON_SECONDS, () -> route().path("announced_by").size() == 2);
    Member used = printerSees().equals("192.168.77.1") ? alder : birch;
    String other = used == alder ? "192.168.77.2" : "192.168.77.1";
    used.process().kill();
    Await.until("the printer sees the other", FAILOVER_SECONDS, () -> printerSees().equals(other));
    used.start().awaitUp();
  }

  @Test
  @Order(3)
  void nothingIsLeftOnTheMachinesAfterwards() {
    for (Member member : List.of(laptop, alder, birch)) {
      assertThat(member.run("down").isSuccess()).isTrue();
      assertThat(member.host().exec("nft", "list", "ruleset")).as(member.toString()).isEmpty();
    }
    assertThat(laptop.host().exec("ip", "route", "show", "table", "all")).doesNotContain(LAN);
  }
}
