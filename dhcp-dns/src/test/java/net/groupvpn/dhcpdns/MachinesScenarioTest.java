package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.dhcp.DhcpSettings;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import net.groupvpn.dhcpdns.machine.Machines;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import org.junit.jupiter.api.Test;

/** A router with as many machines as it may have, among real members. */
class MachinesScenarioTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final ScenarioNetwork network = new ScenarioNetwork(17);
  private final VirtualNetwork group =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final List<RealMember> members = new ArrayList<>();

  @Test
  void allMachinesOfAFullRouterAreReachedAfterItsRestart() {
    for (String name : List.of("ann", "bob", "carol", "dave")) {
      members.add(new RealMember(network, group, name));
    }
    assertThat(network.runUntil(() -> members.stream().allMatch(RealMember::isReady), SOON))
        .isTrue();
    List<KnownMachine> machines = machines();
    RealMember router = members.get(1);
    DhcpSettings told = new DhcpSettings(false, true, 0, List.of());
    router.restart(
        new GroupServices.Settings(
            group,
            "office.gvpn",
            List.of(router.address()),
            "bob",
            "bob",
            new GroupServices.Dhcp(told, machines)));
    assertThat(network.runUntil(() -> isEveryMachineUsable(router, machines), SOON)).isTrue();
    for (RealMember each : members) {
      assertThat(each.engine.counters().get(ServiceCounter.DROPPED_BINDING_RATE)).isZero();
    }
  }

  private List<KnownMachine> machines() {
    long untilMillis = network.now().wallMillis() + TimeUnit.HOURS.toMillis(1);
    List<KnownMachine> machines = new ArrayList<>();
    for (int i = 0; i < Machines.MAX_MACHINES; i++) {
      Label label = new Label("m" + i);
      Ipv4Address address = new Ipv4Address(Ipv4Address.parse("10.128.7.0").bits() + i);
      machines.add(new KnownMachine("mac:0" + i, i, address, label, label, untilMillis));
    }
    return machines;
  }

  private boolean isEveryMachineUsable(RealMember router, List<KnownMachine> machines) {
    return members.stream()
        .filter(member -> member != router)
        .allMatch(
            member ->
                machines.stream().allMatch(machine -> member.mayUse(router, machine.address())));
  }
}
