package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same journey with each way to lead packets into the tunnel. */
@NeedsRoot
class RoutingJourneysTest {
  private static final long SOON_SECONDS = 30;
  private static final String HASTY_SECONDS = "0.6";
  private static final int PCAP_HEADER_BYTES = 24;

  @ParameterizedTest
  @ValueSource(strings = {"mark", "routes", "frames"})
  void aJourney(String mode) {
    try (TunnelBed lab = new TunnelBed(mode, 3, "routing_mode = \"" + mode + "\"")) {
      lab.traveller().stop();
      List<String> before = lab.machine();
      lab.traveller().start().awaitUp();
      // Those that are not in the traveller's LAN, which is reached past any tunnel.
      assertThat(lab.traveller().run("exit-node", "gate1,gate3").isSuccess()).isTrue();
      Member gate = lab.awaitGateway();
      Capture leaks = lab.watchForLeaks(mode);
      everythingComesFrom(lab, gate);
      assertThat(tunnel(lab).path("routing").asText()).isEqualTo(mode);
      membersAddresses(lab, mode);
      anotherTakesOver(lab, gate);
      assertThat(leaks.stop().bytes()).hasSizeLessThanOrEqualTo(PCAP_HEADER_BYTES);
      assertThat(lab.traveller().run("down").isSuccess()).isTrue();
      assertThat(lab.machine()).as("after down").isEqualTo(before);
      afterAKill(lab, before);
    }
  }

  private static void everythingComesFrom(TunnelBed lab, Member gate) {
    Await.until(
        "the web sees the gateway",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(lab.net().addressOf(gate.host())));
    assertThat(lab.webSees(TunnelBed.WEB6))
        .startsWith("2001:db8:")
        .isNotEqualTo("2001:db8:1:0:0:0:0:11");
    assertThat(lab.traveller().pings(TunnelBed.WEB, false)).isTrue();
    assertThat(lab.traveller().pings(TunnelBed.WEB6, true)).isTrue();
    assertThat(lab.traveller().host().exec("dig", "+short", "www.example.org").strip())
        .isEqualTo(TunnelBed.WEB);
  }

  private static JsonNode tunnel(TunnelBed lab) {
    return lab.traveller().status().path("exit_node").path("tunnel");
  }

  /** In routes alone members' own addresses are reached past the tunnel, by the client alone. */
  private static void membersAddresses(TunnelBed lab, String mode) {
    if (mode.equals("routes")) {
      Await.until("some addresses are exempt", SOON_SECONDS, () -> !exempt(lab).isEmpty());
      for (String address : exempt(lab)) {
        assertThat(address).startsWith(address.indexOf(':') < 0 ? "198.18.2." : "2001:db8:2:");
        assertThat(lab.traveller().host().exec("ip", "route", "get", address)).contains("dev eth0");
        assertThat(lab.webSees(address)).as("programs are refused").isEmpty();
      }
    } else {
      lab.gateways().stream()
          .map(each -> lab.net().addressOf(each.host()))
          .filter(address -> address.startsWith("198.18.2."))
          .forEach(
              address ->
                  assertThat(lab.traveller().host().exec("ip", "route", "get", address))
                      .doesNotContain("dev eth0"));
    }
  }

  private static List<String> exempt(TunnelBed lab) {
    List<String> told = new ArrayList<>();
    tunnel(lab).path("exempt").forEach(each -> told.add(each.asText()));
    return told;
  }

  /** How soon is told by {@link TunnelJourneyTest}: it depends on no mode. */
  private static void anotherTakesOver(TunnelBed lab, Member gate) {
    lab.traveller().host().start("traffic", List.of("ping", "-i0.2", TunnelBed.WEB));
    gate.process().kill();
    Await.until(
        "the web is reached by another gateway",
        SOON_SECONDS,
        () -> !lab.webSees(TunnelBed.WEB, HASTY_SECONDS).isEmpty());
    assertThat(lab.webSees(TunnelBed.WEB)).isNotEqualTo(lab.net().addressOf(gate.host()));
  }

  private static void afterAKill(TunnelBed lab, List<String> before) {
    lab.traveller().start().awaitUp();
    Await.until("it has a gateway again", SOON_SECONDS, () -> !lab.exitNode().isEmpty());
    lab.traveller().process().kill();
    assertThat(lab.webSees(TunnelBed.WEB)).as("with the client killed").isEmpty();
    assertThat(lab.traveller().run("cleanup").isSuccess()).isTrue();
    assertThat(lab.machine()).as("after a kill and cleanup").isEqualTo(before);
  }
}
