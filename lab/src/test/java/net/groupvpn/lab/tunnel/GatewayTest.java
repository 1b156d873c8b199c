package net.groupvpn.lab.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import net.groupvpn.lab.NeedsRoot;
import net.groupvpn.lab.bed.Await;
import net.groupvpn.lab.bed.Commands;
import net.groupvpn.lab.member.Member;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A gateway tells the truth about itself. */
@NeedsRoot
class GatewayTest {
  private static final long NOTICED_SECONDS = 90;
  private static final long BACK_SECONDS = 1;

  private static TunnelBed lab;

  @BeforeAll
  static void oneGateway() {
    lab = new TunnelBed("gate", 1);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  @Test
  void membersSeeItWithLabelAndRoundTripTime() {
    Await.until(
        "the gateway is listed",
        NOTICED_SECONDS,
        () -> lab.traveller().ask("exit-node").path("gateways").size() == 1);
    JsonNode gateway = lab.traveller().ask("exit-node").path("gateways").get(0);
    assertThat(gateway.path("label").asText()).isEqualTo("gate1 label");
    assertThat(gateway.path("alive").asBoolean()).as(gateway.toString()).isTrue();
    assertThat(gateway.path("rtt_ms").asDouble()).isPositive();
    assertThat(gateway.path("ipv4").asBoolean()).isTrue();
    assertThat(gateway.path("ipv6").asBoolean()).isTrue();
    assertThat(gateway.path("in_use").asBoolean()).isFalse();
  }

  @Test
  void itsTableIsBackWithinASecondWhenTheFirewallIsLoadedAnew() {
    Member gate = lab.gateways().get(0);
    TunnelBed.awaitOffered(gate);
    String whole = table(gate);
    assertThat(whole).contains("chain from_members", "198.18.2.0/24");
    gate.host().exec("nft", "flush", "ruleset");
    Await.until("the table is back", BACK_SECONDS, () -> table(gate).equals(whole));
    TunnelBed.awaitOffered(gate);
  }

  @Test
  void itsTableIsNotMadeAnewAtEachTest() {
    Member gate = lab.gateways().get(0);
    TunnelBed.awaitOffered(gate);
    String handle = handle(gate);
    gate.host().exec("nft", "add table inet other; delete table inet other");
    TunnelBed.awaitOffered(gate);
    assertThat(handle(gate)).isEqualTo(handle);
  }

  private static String handle(Member gate) {
    return gate.host()
        .exec("nft", "-a", "list", "tables")
        .lines()
        .filter(line -> line.contains("_gateway"))
        .findFirst()
        .orElseThrow();
  }

  /** Without counts, and without what packets add to its sets. */
  private static String table(Member gate) {
    return gate.host()
        .exec("nft", "-s", "list", "ruleset")
        .replaceAll("(?s)set (new|many)[46] \\{.*?\n\t\\}", "");
  }

  @Test
  void aFirewallThatDropsWhatIsForwardedIsNamedAndTheOfferWithdrawn() {
    Member gate = lab.gateways().get(0);
    gate.host()
        .exec(
            "nft",
            "add table inet filter; add chain inet filter forward"
                + " { type filter hook forward priority 0; policy drop; }");
    Await.until(
        "the gateway withdraws",
        NOTICED_SECONDS,
        () -> !gate.status().path("gateway").path("offered").asBoolean());
    JsonNode status = gate.status().path("gateway");
    assertThat(status.path("why").asText())
        .isEqualTo("forwarding is dropped by table inet filter chain forward (policy drop)");
    Commands.Result check = gate.run("gateway", "check");
    assertThat(check.isSuccess()).isFalse();
    assertThat(check.output())
        .contains(
            "IPv4: forwarding is dropped by table inet filter chain forward",
            "nft insert rule inet filter forward iifname ");
    for (JsonNode command : status.path("advice")) {
      gate.host().exec("sh", "-c", command.asText());
    }
    TunnelBed.awaitOffered(gate);
    assertThat(gate.run("gateway", "check").output()).contains("IPv4: members' packets pass");
    gate.host().exec("nft", "delete", "table", "inet", "filter");
  }
}
