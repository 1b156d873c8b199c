package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Capture;
import net.groupvpn.lab.member.Group;
import net.groupvpn.lab.member.Member;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A traveller's day: through a gateway, through another when it dies, and back to its own way. */
@NeedsRoot
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TunnelJourneyTest {
  private static final long SOON_SECONDS = 30;
  private static final long FAILOVER_SECONDS = 3;

  /** A connection that began before has to wait for its next SYN, so another is tried soon. */
  private static final String HASTY_SECONDS = "0.6";

  private static final int PCAP_HEADER_BYTES = 24;

  private static TunnelBed lab;
  private static @Nullable Capture leaks;

  @BeforeAll
  static void aTravellerAndThreeGateways() {
    lab = new TunnelBed("full", 3);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  @Order(1)
  void withoutATunnelTheWebSeesTheTraveller() {
    assertThat(lab.webSees(TunnelBed.WEB)).isEqualTo(addressOf(lab.traveller()));
  }

  @Test
  @Order(2)
  void throughAGatewayTheWebSeesTheGateway() {
    assertThat(lab.traveller().run("exit-node", "auto").isSuccess()).isTrue();
    Member gate = lab.awaitGateway();
    leaks = lab.watchForLeaks("leaks");
    Await.until(
        "the web sees the gateway",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(addressOf(gate)));
    assertThat(lab.webSees(TunnelBed.WEB6)).startsWith("2001:db8:").isNotEqualTo(own6());
    assertThat(lab.traveller().pings(TunnelBed.WEB, false)).isTrue();
    assertThat(lab.traveller().pings(TunnelBed.WEB6, true)).isTrue();
    assertThat(lab.traveller().host().exec("dig", "+short", "www.example.org").strip())
        .as("names of the Internet")
        .isEqualTo(TunnelBed.WEB);
    assertThat(lab.traveller().host().exec("dig", "+short", gate.fullName()).strip())
        .as("names of the group")
        .isEqualTo(gate.ipv4());
    assertThat(dig("+tcp", "+short", "www.example.org")).isEqualTo(TunnelBed.WEB);
    assertThat(dig("printer.local")).contains("status: NXDOMAIN");
    // The server beyond always says the same time; only what is remembered grows older.
    Await.until(
        "an answer is remembered",
        SOON_SECONDS,
        () -> dig("+noall", "+answer", "www.example.org").matches("\\S+\\s+[12]?\\d\\s.*"));
  }

  private static String dig(String... question) {
    List<String> command = new ArrayList<>(List.of("dig"));
    command.addAll(List.of(question));
    return lab.traveller().host().exec(command.toArray(String[]::new)).strip();
  }

  @Test
  @Order(3)
  void whenTheGatewayIsKilledAnotherTakesOverInThreeSeconds() {
    Member gate = lab.awaitGateway();
    lab.traveller().host().start("traffic", List.of("ping", "-i0.2", TunnelBed.WEB));
    gate.process().kill();
    Await.until(
        "the web is reached by another gateway",
        FAILOVER_SECONDS,
        () -> !lab.webSees(TunnelBed.WEB, HASTY_SECONDS).isEmpty());
    assertThat(lab.webSees(TunnelBed.WEB)).isNotEqualTo(addressOf(gate));
    gate.start().awaitUp();
  }

  @Test
  @Order(4)
  void nothingLeftInTheOpen() {
    assertThat(Objects.requireNonNull(leaks).stop().bytes())
        .hasSizeLessThanOrEqualTo(PCAP_HEADER_BYTES);
  }

  @Test
  @Order(5)
  void aPauseLeavesInTheOpenSaysSoAndEndsByItself() {
    assertThat(lab.traveller().run("exit-node", "pause", "4s").isSuccess()).isTrue();
    assertThat(lab.webSees(TunnelBed.WEB)).isEqualTo(addressOf(lab.traveller()));
    JsonNode status = lab.traveller().status();
    assertThat(status.path("exit_node").path("state").asText()).isEqualTo("paused");
    assertThat(status.path("notices").toString()).contains("PAUSED", "exit-node resume");
    Await.until(
        "the web sees a gateway again",
        SOON_SECONDS,
        () -> {
          String seen = lab.webSees(TunnelBed.WEB, HASTY_SECONDS);
          return !seen.isEmpty() && !seen.equals(addressOf(lab.traveller()));
        });
  }

  @Test
  @Order(6)
  void switchedOffTheWebSeesTheTravellerAgain() {
    assertThat(lab.traveller().run("exit-node", "off").isSuccess()).isTrue();
    Await.until(
        "the web sees the traveller",
        SOON_SECONDS,
        () -> lab.webSees(TunnelBed.WEB).equals(addressOf(lab.traveller())));
    assertThat(dig("@" + Group.SERVICE_ADDRESS, "www.example.org")).contains("status: REFUSED");
  }

  private static String addressOf(Member member) {
    return lab.net().addressOf(member.host());
  }

  private static String own6() {
    return "2001:db8:1:0:0:0:0:11";
  }
}
