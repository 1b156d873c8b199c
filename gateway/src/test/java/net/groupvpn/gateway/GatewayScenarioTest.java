package net.groupvpn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.gateway.offers.OfferBook;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three gateways, one who must not be one, and a member that wants one, on a virtual network. */
class GatewayScenarioTest {
  /** New connections flow through another gateway. */
  private static final Duration FAILOVER = Duration.ofSeconds(3);

  private final ScenarioNetwork network = new ScenarioNetwork(4);
  private final List<GatewayMember> gateways = new ArrayList<>();
  private final List<NodeId> allowed = new ArrayList<>();
  private GatewayMember intruder;
  private GatewayMember client;

  @BeforeEach
  void allHaveJoined() {
    client = new GatewayMember(network, allowed::contains);
    for (int i = 0; i < 3; i++) {
      GatewayMember gateway = new GatewayMember(network, allowed::contains);
      allowed.add(gateway.id());
      gateways.add(gateway);
    }
    intruder = new GatewayMember(network, allowed::contains);
    network.runFor(Duration.ofSeconds(10));
    gateways.forEach(GatewayMember::offer);
    intruder.offer();
    network.runFor(Duration.ofSeconds(2));
  }

  @Test
  void oneOfTheGatewaysIsChosenAndNeverTheIntruder() {
    client.use(List.of());
    assertThat(network.runUntil(() -> client.usesAnother(intruder.id()), FAILOVER)).isTrue();
    network.runFor(Duration.ofMinutes(2));
    assertThat(gateways).anyMatch(gateway -> client.uses(gateway.id()));
    assertThat(client.client().entries()).hasSize(3).allMatch(GatewayClient.Entry::isAlive);
    assertThat(client.everUsed()).doesNotContain(intruder.id());
  }

  @Test
  void membersThatStartOneAfterAnotherSpreadOverEqualGateways() {
    List<GatewayMember> clients = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      clients.add(new GatewayMember(network, allowed::contains));
      network.runFor(Duration.ofMillis(100));
    }
    network.runFor(Duration.ofSeconds(5));
    for (GatewayMember each : clients) {
      each.use(List.of());
      network.runFor(Duration.ofMillis(300));
    }
    network.runFor(Duration.ofSeconds(20));
    assertThat(gateways.stream().mapToInt(GatewayMember::clients).sum()).isEqualTo(24);
    assertThat(gateways).extracting(GatewayMember::clients).allMatch(count -> count <= 12);
  }

  @Test
  void whenTheOneInUseIsKilledAnotherTakesOver() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    used.host().stop();
    assertThatAnotherTakesOverFrom(used);
  }

  @Test
  void whenItsUplinkIsCutAnotherTakesOver() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    used.cutUplink();
    assertThatAnotherTakesOverFrom(used);
  }

  @Test
  void aListIsFollowedAndItsFirstReturns() {
    List<NodeId> order = List.of(gateways.get(2).id(), gateways.get(0).id());
    client.use(order);
    network.runFor(Duration.ofSeconds(15));
    assertThat(client.uses(order.get(0))).isTrue();
    gateways.get(2).cutUplink();
    network.runFor(FAILOVER);
    assertThat(client.uses(order.get(1))).isTrue();
    gateways.get(2).mendUplink();
    network.runFor(Duration.ofSeconds(30));
    assertThat(client.uses(order.get(1))).isTrue();
    network.runFor(Duration.ofMinutes(1));
    assertThat(client.uses(order.get(0))).isTrue();
  }

  @Test
  void aGatewayThatWithdrawsIsLeft() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    used.withdraw();
    assertThat(network.runUntil(() -> client.usesAnother(used.id()), Duration.ofMinutes(5)))
        .isTrue();
  }

  @Test
  void whoeverLosesTheRoleIsLeftBeforeTheNextReading() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    allowed.remove(used.id());
    assertThatAnotherTakesOverFrom(used);
    assertThat(client.client().entries())
        .extracting(GatewayClient.Entry::node)
        .doesNotContain(used.id());
  }

  @Test
  void whoeverLosesTheRoleIsLeftAtOnceWhenThePolicyIsNews() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    allowed.remove(used.id());
    client.onPolicy();
    assertThat(client.usesAnother(used.id())).isTrue();
    allowed.clear();
    client.onPolicy();
    assertThat(client.usesNone()).isTrue();
  }

  @Test
  void theWishedOneThatDoesNotWorkIsNotReplacedByOthers() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    GatewayMember dead = gateways.stream().filter(each -> each != used).findFirst().orElseThrow();
    dead.cutUplink();
    client.use(List.of(dead.id()));
    network.runFor(FAILOVER);
    assertThat(client.usesNone()).isTrue();
    dead.mendUplink();
    assertThat(network.runUntil(() -> client.uses(dead.id()), Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void anOtherOfferOfTheSameGatewayIsTold() {
    client.use(List.of());
    network.runFor(Duration.ofSeconds(5));
    GatewayMember used = used();
    int before = client.everUsed().size();
    used.offer(Ipv4Address.parse("192.0.2.99"));
    assertThat(network.runUntil(() -> client.everUsed().size() > before, Duration.ofMinutes(3)))
        .isTrue();
    assertThat(client.uses(used.id())).isTrue();
  }

  @Test
  void allWhoLookAtOnceSeeTheGateways() {
    List<List<GatewayClient.Entry>> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      client.look(seen::add);
      network.runFor(Duration.ofMillis(400));
    }
    network.runFor(Duration.ofSeconds(10));
    assertThat(seen).hasSize(5).allSatisfy(entries -> assertThat(entries).hasSize(3));
    assertThat(seen.get(0)).allMatch(GatewayClient.Entry::isAlive);
  }

  @Test
  void moreThanFitLookAndNobodyIsForgotten() {
    List<List<GatewayClient.Entry>> seen = new ArrayList<>();
    int many = 2 * OfferBook.MAX_WAITING;
    for (int i = 0; i < many; i++) {
      client.look(seen::add);
    }
    network.runFor(Duration.ofSeconds(15));
    assertThat(seen).hasSize(many);
  }

  private void assertThatAnotherTakesOverFrom(GatewayMember used) {
    assertThat(network.runUntil(() -> client.usesAnother(used.id()), FAILOVER)).isTrue();
  }

  private GatewayMember used() {
    return gateways.stream().filter(g -> client.uses(g.id())).findFirst().orElseThrow();
  }
}
