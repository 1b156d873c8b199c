package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.client.tunnel.TunnelPlan;
import net.groupvpn.client.tunnel.TunnelSettings;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.gateway.GatewayOffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TunnelPlansTest {
  private static final Ipv4Address PROBE4 = Ipv4Address.parse("192.0.2.1");
  private static final Ipv6Address PROBE6 = new Ipv6Address(0x2001_0db8_0000_0000L, 1);
  private static final Ipv4Address OWN4 = Ipv4Address.parse("10.128.3.4");
  private static final Ipv6Address OWN6 = new Ipv6Address(0xfd00_0000_0000_0000L, 7);
  private static final Ipv4Address RESOLVER = Ipv4Address.parse("192.0.2.53");

  private final TunnelPlans plans =
      new TunnelPlans(
          "gvpn0",
          new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16")),
          OWN6,
          TunnelSettings.DEFAULT);

  private static TunnelPlans.Facts facts(
      @Nullable Ipv4Address probe4, @Nullable Ipv6Address probe6, @Nullable Ipv4Address resolver) {
    return new TunnelPlans.Facts(
        new GatewayOffer(probe4, probe6, resolver, 0, 0, ""), OWN4, Set.of("gvpn1"));
  }

  private String upstream(TunnelPlans.Facts facts) {
    InetAddress asked = Objects.requireNonNull(plans.upstream(facts));
    assertThat(plans.open(facts).resolvers()).contains(asked);
    return asked.getHostAddress();
  }

  @Test
  void namesAreAskedOfWhomTheGatewayAnnouncesOrElseOfAPublicResolver() {
    assertThat(upstream(facts(PROBE4, null, RESOLVER))).isEqualTo("192.0.2.53");
    assertThat(upstream(facts(PROBE4, PROBE6, null))).isEqualTo("9.9.9.9");
  }

  @Test
  void throughAGatewayOfIpv6OnlyTheResolverIsAskedByIpv6() {
    TunnelPlans.Facts facts = facts(null, PROBE6, RESOLVER);
    assertThat(upstream(facts)).isEqualTo("2620:fe:0:0:0:0:0:fe");
    assertThat(plans.open(facts).ipv4()).isNull();
    assertThat(plans.open(facts).ipv6()).isNotNull();
  }

  @Test
  void withoutAGatewayThereIsNoWayAndNobodyToAskButTheGroup() {
    TunnelPlans.Facts facts = new TunnelPlans.Facts(null, OWN4, Set.of());
    assertThat(plans.upstream(facts)).isNull();
    assertThat(plans.open(facts)).isEqualTo(plans.closed(facts));
  }

  @Test
  void aClosedPlanLetsTheGroupAndOtherGroupsBeReached() {
    TunnelPlan closed = plans.closed(facts(PROBE4, PROBE6, null));
    assertThat(closed.ipv4()).isNull();
    assertThat(closed.ipv6()).isNull();
    assertThat(closed.group()).hasSize(2);
    assertThat(closed.resolvers()).hasSize(2);
    assertThat(closed.otherDevices()).containsExactly("gvpn1");
  }
}
