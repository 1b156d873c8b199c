package net.groupvpn.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardTraceTest {
  private static final String ARRIVED =
      """
      trace id 74ee4c29 inet t trace packet: iif "r0" ip saddr 10.9.0.2 ip daddr 203.0.113.2
      trace id 74ee4c29 inet t trace rule iifname "r0" meta nftrace set 1 (verdict continue)
      trace id 74ee4c29 inet t trace policy accept\s
      """;

  @Test
  void aPacketThatPassedWasDroppedByNobody() {
    assertThat(ForwardTrace.drop(ARRIVED)).isEmpty();
    assertThat(ForwardTrace.drop("")).isEmpty();
  }

  @Test
  void aPolicyIsNamed() {
    String trace = ARRIVED + "trace id 74ee4c29 inet filter forward policy drop \n";
    assertThat(ForwardTrace.drop(trace))
        .hasValueSatisfying(
            drop -> {
              assertThat(drop).hasToString("table inet filter chain forward (policy drop)");
              assertThat(drop.advice("gvpn0"))
                  .containsExactly(
                      "nft insert rule inet filter forward iifname \"gvpn0\" accept",
                      "nft insert rule inet filter forward oifname \"gvpn0\" accept");
            });
  }

  @Test
  void aRuleIsNamedWithTheChainThatItIsIn() {
    String trace =
        ARRIVED
            + """
            trace id a3425948 inet filter forward rule jump deny (verdict jump deny)
            trace id a3425948 inet filter deny rule counter packets 0 bytes 0 reject (verdict drop)
            """;
    assertThat(ForwardTrace.drop(trace))
        .hasValueSatisfying(
            drop ->
                assertThat(drop)
                    .hasToString(
                        "table inet filter chain deny (counter packets 0 bytes 0 reject)"));
  }

  @Test
  void managersOfFirewallsAreAskedInTheirOwnWay() {
    assertThat(new ForwardTrace.Drop("ip filter", "ufw-reject-forward", "x").advice("gvpn0"))
        .first()
        .isEqualTo("ufw route allow in on gvpn0");
    assertThat(new ForwardTrace.Drop("inet firewalld", "filter_FORWARD", "x").advice("gvpn0"))
        .first()
        .asString()
        .startsWith("firewall-cmd --permanent");
    assertThat(new ForwardTrace.Drop("ip filter", "FORWARD", "policy drop").advice("gvpn0"))
        .first()
        .asString()
        .contains("DOCKER-USER");
  }
}
