package net.groupvpn.lab.usernat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.bed.Host;
import net.groupvpn.lab.bed.JavaCommand;
import net.groupvpn.lab.bed.Testbed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A member's own system talks to servers through the user-space NAT.
 *
 * <pre>
 *   member ─ TAP ─ UserNat on gateway ─ cable ─ internet
 * </pre>
 */
@NeedsRoot
class UserNatTest {
  private static final String SERVER_4 = "198.51.100.9";
  private static final String SERVER_6 = "2001:db8:9::9";
  private static final String GATEWAY_OUTSIDE = "198.51.100.1";
  private static final int CLOSED_PORT = 81;
  private static final long READY_SECONDS = 30;

  private static Testbed bed;
  private static Host member;
  private static Host internet;

  @BeforeAll
  static void aMemberHasNoOtherWay() {
    bed = new Testbed("usernat");
    member = bed.host("member");
    internet = bed.host("internet");
    Host gateway = bed.host("gateway");
    bed.cable(gateway, "eth0", internet, "eth0");
    gateway.address("eth0", GATEWAY_OUTSIDE + "/24").address("eth0", "2001:db8:9::1/64");
    internet.address("eth0", SERVER_4 + "/24").address("eth0", SERVER_6 + "/64");
    List<String> command = new ArrayList<>(JavaCommand.of(UserNatMain.class, "-Xmx256m"));
    command.addAll(List.of(member.namespace(), "tap0"));
    gateway.start("nat", command).awaitOutput(UserNatMain.READY, READY_SECONDS);
    member.address("tap0", "10.128.0.7/24").address("tap0", "fd12:3456:789a::7/64");
    neighbour(UserNatMain.GATEWAY_4);
    neighbour(UserNatMain.GATEWAY_6);
    member.defaultRoute(UserNatMain.GATEWAY_4);
    member.ip("-6", "route", "add", "default", "via", UserNatMain.GATEWAY_6);
    internet.start("iperf3", List.of("iperf3", "-s"));
    Await.until(
        "iperf3 listens",
        READY_SECONDS,
        () -> internet.tryExec("ss", "-ltn").output().contains(":5201"));
  }

  @AfterAll
  static void close() {
    bed.close();
  }

  private static void neighbour(String address) {
    member.ip(
        "neigh",
        "add",
        address,
        "lladdr",
        UserNatMain.GATEWAY_MAC,
        "dev",
        "tap0",
        "nud",
        "permanent");
  }

  @Test
  void pingsAreAnswered() {
    for (String server : List.of(SERVER_4, SERVER_6)) {
      assertThat(member.exec("ping", "-c", "3", "-i", "0.2", "-W", "5", server))
          .contains("3 received");
      assertThat(member.exec("ping", "-c", "1", "-s", "4000", "-W", "5", server))
          .contains("1 received");
    }
  }

  @Test
  void tcpFlowsBothWaysOverBothFamilies() {
    for (String server : List.of(SERVER_4, SERVER_6)) {
      for (String way : List.of("-P1", "-R", "--bidir")) {
        assertThat(member.exec("iperf3", "-c", server, "-n", "50M", way)).contains("iperf Done");
      }
    }
  }

  @Test
  void udpFlowsBothWays() {
    for (String server : List.of(SERVER_4, SERVER_6)) {
      assertThat(member.exec("iperf3", "-u", "-c", server, "-b", "20M", "-t", "2"))
          .contains("iperf Done");
      assertThat(member.exec("iperf3", "-u", "-R", "-c", server, "-b", "20M", "-t", "2"))
          .contains("iperf Done");
    }
  }

  @Test
  void aClosedPortRefusesAtOnce() {
    Commands.Result result =
        member.tryExec("curl", "-sS", "-m", "10", "http://" + SERVER_4 + ":" + CLOSED_PORT);
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.output()).contains("Couldn't connect").doesNotContain("timed out");
  }

  @Test
  void whereMembersMayNotGoIsToldAtOnce() {
    Commands.Result result = member.tryExec("curl", "-sS", "-m", "10", "http://192.168.1.1/");
    assertThat(result.output()).doesNotContain("timed out");
    assertThat(result.isSuccess()).isFalse();
  }

  @Test
  void theGatewayIsAHop() {
    String output = member.tryExec("ping", "-c", "1", "-t", "1", "-W", "5", SERVER_4).output();
    assertThat(output).contains(UserNatMain.GATEWAY_4).contains("Time to live exceeded");
  }
}
