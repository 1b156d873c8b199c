package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.dhcpdns.address.AnnouncedService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.ServiceType;
import net.groupvpn.dhcpdns.address.ServiceType.Transport;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.binding.BindingService;
import net.groupvpn.overlay.virtual.ScenarioNetwork;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/** Four real members on an in-memory network; the first one is the others' seed. */
class GroupScenarioTest {
  private static final Ipv4Address WISHED = Ipv4Address.parse("10.128.0.77");
  private static final Duration LONGER_THAN_CACHED = Duration.ofSeconds(31);

  private final ScenarioNetwork network = new ScenarioNetwork(11);
  private final VirtualNetwork group =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/24"));
  private final List<RealMember> members = new ArrayList<>();

  @BeforeEach
  void fourMembersAreUp() {
    add("ann");
    add("bob", WISHED);
    add("carol", WISHED);
    add("printer");
    network.runFor(Duration.ofSeconds(10));
    assertThat(members).allMatch(RealMember::isReady);
  }

  @Test
  void allHaveDistinctAddressesAndOneHasTheWishedOne() {
    assertThat(members).extracting(RealMember::address).doesNotHaveDuplicates();
    assertThat(members.subList(1, 3)).extracting(RealMember::address).contains(WISHED);
  }

  @Test
  void namesResolveForwardAndBackward() throws Exception {
    for (RealMember asking : members) {
      for (RealMember asked : members) {
        String name = asked.services.name() + ".office.gvpn.";
        String six = group.addressOf(asked.id).toString();
        assertThat(asking.ask(name, Type.A)).as(name).isEqualTo(asked.address().toString());
        assertThat(asking.ask(name, Type.AAAA)).isEqualTo(six);
        String reverse4 = ReverseMap.fromAddress(asked.address().toString()).toString();
        assertThat(asking.ask(reverse4, Type.PTR)).isEqualTo(name);
        assertThat(asking.ask(ReverseMap.fromAddress(six).toString(), Type.PTR)).isEqualTo(name);
      }
    }
    assertThat(members.get(0).ask("nobody.office.gvpn.", Type.A)).isEqualTo("NXDOMAIN");
  }

  @Test
  void aServiceIsFoundByAllUntilItIsTakenBack() throws Exception {
    RealMember printer = members.get(3);
    ServiceType ipp = new ServiceType("ipp", Transport.TCP);
    AnnouncedService service = new AnnouncedService(ipp, 631, List.of("rp=x"));
    printer.command(() -> printer.services.setOffered(List.of(service)));
    network.runFor(LONGER_THAN_CACHED);
    for (RealMember asking : members) {
      assertThat(asking.ask("_ipp._tcp.office.gvpn.", Type.PTR))
          .isEqualTo("printer._ipp._tcp.office.gvpn.");
      assertThat(asking.ask("_ipp._tcp.printer.office.gvpn.", Type.SRV))
          .isEqualTo("0 0 631 printer.office.gvpn.");
    }
    printer.command(() -> printer.services.setOffered(List.of()));
    network.runFor(LONGER_THAN_CACHED);
    for (RealMember asking : members) {
      assertThat(asking.ask("_ipp._tcp.office.gvpn.", Type.PTR)).isEqualTo("NXDOMAIN");
      assertThat(asking.ask("_ipp._tcp.printer.office.gvpn.", Type.SRV)).isEqualTo("NXDOMAIN");
    }
  }

  @Test
  void everyoneMayUseItsOwnAddressTowardsTheOthers() {
    assertThat(
            network.runUntil(
                () ->
                    members.stream()
                        .allMatch(
                            a ->
                                members.stream().allMatch(b -> a == b || a.mayUse(b, b.address()))),
                Duration.ofSeconds(10)))
        .isTrue();
  }

  @Test
  void aMemberThatNamesAForeignAddressIsRefused() {
    RealMember ann = members.get(0);
    RealMember bob = members.get(1);
    RealMember liar = members.get(3);
    byte[] lie =
        new WireWriter()
            .u8(1)
            .i64(Long.MAX_VALUE)
            .u8(1)
            .i32(bob.address().bits())
            .i64(99)
            .u8(0)
            .toBytes();
    long before = foreign(ann);
    liar.command(() -> liar.node.sendToPeer(ann.id, BindingService.CHANNEL, lie));
    network.runFor(Duration.ofSeconds(10));
    assertThat(ann.mayUse(liar, bob.address())).isFalse();
    assertThat(ann.mayUse(bob, bob.address())).isTrue();
    assertThat(foreign(ann)).isEqualTo(before + 1);
  }

  @Test
  void aReleasedNameAndAddressAreFreeForTheNext() {
    RealMember printer = members.get(3);
    Ipv4Address address = printer.address();
    printer.command(printer.services::stop);
    network.runFor(Duration.ofSeconds(5));
    RealMember next = add("printer", address);
    assertThat(network.runUntil(next::isReady, Duration.ofMinutes(1))).isTrue();
    assertThat(next.address()).isEqualTo(address);
    assertThat(next.services.name()).isEqualTo("printer");
  }

  @Test
  void theAddressOfADeadMemberIsFreeAfterItsLease() {
    RealMember dead = members.get(3);
    Ipv4Address address = dead.address();
    dead.host.stop();
    network.runFor(Duration.ofMinutes(1));
    RealMember early = add("early", address);
    assertThat(network.runUntil(early::isReady, Duration.ofMinutes(1))).isTrue();
    assertThat(early.address()).isNotEqualTo(address);
    network.runFor(Duration.ofMinutes(70));
    RealMember late = add("late", address);
    assertThat(network.runUntil(late::isReady, Duration.ofMinutes(1))).isTrue();
    assertThat(late.address()).isEqualTo(address);
  }

  private RealMember add(String name, Ipv4Address... wished) {
    RealMember member = new RealMember(network, group, name, wished);
    members.add(member);
    network.runFor(Duration.ofMillis(50));
    return member;
  }

  private static long foreign(RealMember member) {
    return member
        .node
        .status()
        .counters()
        .getOrDefault(ServiceCounter.DROPPED_BINDING_FOREIGN.label(), 0L);
  }
}
