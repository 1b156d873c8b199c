package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.security.ModelSecurity;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;

/** Small groups in which one member is killed or leaves, and restarts with its keys. */
class RestartScenarioTest {
  /** The time until the others reach it again. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ScenarioNetwork network = new ScenarioNetwork(5);
  private final VirtualNetwork group =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final List<RealMember> nodes = new ArrayList<>();

  /** The nodes' members, and the CA's count, which includes members that are away. */
  @ParameterizedTest
  @CsvSource({"1 2,2", "1 1,1", "1 1,2", "1 1,0", "1 2 3,3", "1 1 1,4"})
  void aKilledOneIsReachedAgain(String members, int counted) throws Exception {
    start(members, counted);
    RealMember gone = nodes.get(1);
    for (int absentSeconds : new int[] {0, 60}) {
      Ipv4Address address = gone.address();
      String name = Objects.requireNonNull(gone.services.name());
      gone.host.stop();
      network.runFor(Duration.ofSeconds(absentSeconds));
      gone.restart(RealMember.settings(group, name, address));

      assertThat(network.runUntil(this::allReachOneAnother, SOON))
          .as("%s, away for %d s: %s", name, absentSeconds, missing())
          .isTrue();
      assertThat(gone.address()).isEqualTo(address);
      assertThat(gone.services.name()).isEqualTo(name);
      assertNamesResolve();
    }
  }

  private void start(String members, int counted) {
    for (String member : members.split(" ", -1)) {
      int number = Integer.parseInt(member);
      nodes.add(
          new RealMember(
              network,
              id -> ModelSecurity.ofMember(id, number, () -> counted, peer -> true),
              RealMember.settings(group, "node" + nodes.size())));
    }
    assertThat(network.runUntil(this::allReachOneAnother, Duration.ofSeconds(30)))
        .as(missing().toString())
        .isTrue();
  }

  private boolean allReachOneAnother() {
    return missing().isEmpty();
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (RealMember node : nodes) {
      if (!node.isReady()) {
        missing.add(node.host.number() + " is not ready");
      }
      for (RealMember other : nodes) {
        if (other != node && other.isReady() && !node.mayUse(other, other.address())) {
          missing.add(node.host.number() + " takes nothing from " + other.host.number());
        }
      }
    }
    return missing;
  }

  private void assertNamesResolve() throws Exception {
    for (RealMember asking : nodes) {
      for (RealMember asked : nodes) {
        String name = asked.services.name() + ".office.gvpn.";
        assertThat(asking.ask(name, Type.A)).as(name).isEqualTo(asked.address().toString());
      }
    }
  }
}
