package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway whose kernel does not forward: the client's own NAT carries. */
@NeedsRoot
class UserGatewayTest {
  private static final long SOON_SECONDS = 30;

  private static TunnelBed lab;
  private static Member gate;

  @BeforeAll
  static void aTravellerUsesIt() {
    lab = new TunnelBed("user", 1, "gateway_nat = \"user\"");
    gate = lab.gateways().get(0);
    assertThat(lab.traveller().run("exit-node", "auto").isSuccess()).isTrue();
    lab.awaitGateway();
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void theWebIsReachedFromTheGatewaysAddresses() {
    Await.until(
        "the web sees the gateway",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(lab.net().addressOf(gate.host())));
    assertThat(lab.webSees(TunnelBed.WEB6)).startsWith("2001:db8:2:");
    assertThat(lab.traveller().pings(TunnelBed.WEB, false)).isTrue();
    assertThat(lab.traveller().pings(TunnelBed.WEB6, true)).isTrue();
    assertThat(lab.traveller().host().exec("dig", "+short", "www.example.org").strip())
        .isEqualTo(TunnelBed.WEB);
  }

  @Test
  void theGatewaysMachineIsNotChanged() {
    assertThat(gate.host().exec("nft", "list", "ruleset")).isEmpty();
    assertThat(gate.host().exec("sysctl", "-n", "net.ipv4.ip_forward").strip()).isEqualTo("0");
    assertThat(gate.status().path("gateway").path("nat").asText()).isEqualTo("user");
  }

  @Test
  void itsOwnMachineAndNetworksAreRefusedAtOnce() {
    for (String address : new String[] {lab.net().addressOf(gate.host()), "192.168.77.1"}) {
      Commands.Result result =
          lab.traveller().host().tryExec("curl", "-sS", "-m", "10", "http://" + address + "/");
      assertThat(result.isSuccess()).isFalse();
      assertThat(result.output()).as(address).doesNotContain("timed out");
    }
  }
}
