package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.name.DnsResponder;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/**
 * Four members are killed and restarted, one after another. With one of four dead, a quorum needs
 * all three others, also the one that came back last.
 */
class DeadMemberScenarioTest {
  private static final int MEMBERS = 4;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int MAX_AGE_MILLIS = 20_000;
  private static final int MIN_ABSENCE_MILLIS = 2_000;
  private static final int MAX_MORE_MILLIS = 3_000;

  private final VirtualNetwork group =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final List<RealMember> members = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {18, 23, 25, 40})
  void theOthersFindOneAnotherBeforeTheResolverGivesUp(int seed) throws Exception {
    ScenarioNetwork network = new ScenarioNetwork(seed);
    Random random = new Random(seed);
    for (int number = 1; number <= MEMBERS; number++) {
      members.add(member(network, number));
      network.runFor(Duration.ofMillis(random.nextInt(500)));
    }
    assertThat(network.runUntil(this::allMayTalk, Duration.ofSeconds(30))).isTrue();
    network.runFor(Duration.ofMillis(random.nextInt(MAX_AGE_MILLIS)));

    for (RealMember victim : members) {
      Ipv4Address address = victim.address();
      String name = Objects.requireNonNull(victim.services.name());
      victim.host.stop();
      network.runFor(Duration.ofMillis(MIN_ABSENCE_MILLIS + random.nextInt(MAX_MORE_MILLIS)));
      assertThatOthersFindOneAnother(network, victim);
      victim.restart(RealMember.settings(group, name, address));
      assertThat(network.runUntil(this::allMayTalk, SOON)).as(name + " is back").isTrue();
    }
  }

  private RealMember member(ScenarioNetwork network, int number) {
    return new RealMember(
        network,
        id -> ModelSecurity.ofMember(id, number, () -> MEMBERS, peer -> true),
        RealMember.settings(group, "node" + number));
  }

  private boolean allMayTalk() {
    return members.stream()
        .allMatch(
            to ->
                to.isReady()
                    && members.stream()
                        .allMatch(from -> from == to || from.mayUse(to, to.address())));
  }

  private void assertThatOthersFindOneAnother(ScenarioNetwork network, RealMember victim)
      throws Exception {
    for (RealMember asking : members) {
      for (RealMember asked : members) {
        if (asking != asked && asking != victim && asked != victim) {
          long start = network.now().bootNanos();
          String name = asked.services.name() + ".office.gvpn.";
          assertThat(asking.ask(name, Type.A)).as(name).isEqualTo(asked.address().toString());
          assertThat(network.now().bootNanos() - start).isLessThan(DnsResponder.PATIENCE_NANOS);
        }
      }
    }
  }
}
