package net.groupvpn.dhcpdns.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.FakeOverlay;
import net.groupvpn.dhcpdns.FakeWorld;
import net.groupvpn.dhcpdns.address.AddressListener;
import net.groupvpn.dhcpdns.address.AddressService;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.LeaseCache;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class BindingServiceTest {
  private static final Ipv4Address ALICES = Ipv4Address.parse("10.128.0.2");
  private static final Ipv4Address BOBS = Ipv4Address.parse("10.128.0.3");
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  /** A sequence number after all that members send by themselves. */
  private static final long LATER = 1L << 50;

  private final FakeWorld world = new FakeWorld();
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/24"));
  private final Member alice = new Member(ALICES);
  private final Member bob = new Member(BOBS);

  @Test
  void bothEndsLearnEachOthersAddressesWhenTheyMeet() {
    alice.overlay.connect(bob.id());
    world.run();
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
    assertThat(bob.mayUse(alice, ALICES)).isTrue();
    Ipv6Address address6 = network.addressOf(bob.id());
    assertThat(alice.snapshot.mayUse6(bob.id(), address6.high(), address6.low())).isTrue();
  }

  @Test
  void aMemberThatNamesAForeignAddressIsRefused() {
    Member carol = new Member(Ipv4Address.parse("10.128.0.4"));
    bob.bindings.setOwn(List.of(new BoundAddress(ALICES, 99)), List.of());
    carol.overlay.connect(bob.id());
    world.run();
    assertThat(carol.mayUse(bob, ALICES)).isFalse();
    assertThat(carol.mayUse(alice, ALICES)).isTrue();
    assertThat(carol.count(ServiceCounter.DROPPED_BINDING_FOREIGN)).isEqualTo(1);
  }

  @Test
  void anAddressThatNobodyHoldsIsRefusedAfterSomeChecks() {
    Ipv4Address free = Ipv4Address.parse("10.128.0.6");
    bob.bindings.setOwn(List.of(new BoundAddress(free, 1)), List.of());
    alice.overlay.connect(bob.id());
    world.advance(TimeUnit.MINUTES.toNanos(1));
    assertThat(alice.mayUse(bob, free)).isFalse();
    assertThat(alice.count(ServiceCounter.BINDING_UNPROVED)).isEqualTo(BindingChecker.MAX_CHECKS);
  }

  /** As when two members meet that were alone: each is not joined for a moment. */
  @Test
  void whatCouldNotBeAskedBeforeAJoinIsAskedAtOnceAfterIt() {
    alice.overlay.part();
    alice.overlay.connect(bob.id());
    world.run();
    assertThat(alice.mayUse(bob, BOBS)).isFalse();
    alice.overlay.join();
    world.run();
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  @Test
  void aLostBindingIsSentAgain() {
    bob.overlay.lose(1);
    alice.overlay.connect(bob.id());
    world.run();
    assertThat(alice.mayUse(bob, BOBS)).isFalse();
    world.advance(BindingSender.FIRST_RESEND_NANOS);
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  /** As when many machines behind a router come at once. */
  @Test
  void manyChangesInARowArePutTogetherAndTheLastIsAlwaysSent() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.messagesSent();
    for (int i = 1; i <= 200; i++) {
      alice.bindings.setOwn(List.of(new BoundAddress(ALICES, i)), List.of());
      world.run();
    }
    assertThat(alice.overlay.messagesSent() - before).isEqualTo(BindingSender.CHANGE_BURST - 1);
    alice.bindings.setOwn(List.of(), List.of());
    world.advance(BindingSender.CHANGE_NANOS);
    assertThat(bob.mayUse(alice, ALICES)).isFalse();
    assertThat(bob.count(ServiceCounter.DROPPED_BINDING_RATE)).isZero();
  }

  @Test
  void changesWithoutEndAreTakenByPeersAllTheTime() {
    alice.overlay.connect(bob.id());
    world.run();
    for (int i = 1; i <= 600; i++) {
      alice.bindings.setOwn(List.of(new BoundAddress(ALICES, i)), List.of());
      world.advance(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(bob.count(ServiceCounter.DROPPED_BINDING_RATE)).isZero();
  }

  private void namesAddresses(Member member, long sequence, int count) {
    List<BoundAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(new BoundAddress(new Ipv4Address(BOBS.bits() + 100 + i), sequence));
    }
    BindingMessage binding = new BindingMessage.Binding(sequence, addresses, List.of());
    member.overlay.sendToPeer(alice.id(), BindingService.CHANNEL, binding.encode());
    world.run();
  }

  @Test
  void whoeverConnectsAgainHasNoNewBudget() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    for (int i = 1; i <= 10; i++) {
      for (int j = 1; j <= BindingService.MAX_BINDINGS_PER_MINUTE; j++) {
        namesAddresses(bob, LATER + 100L * i + j, 10);
      }
      alice.overlay.dropSession(bob.id());
      bob.overlay.dropSession(alice.id());
      alice.overlay.connect(bob.id());
      world.run();
    }
    assertThat(alice.overlay.dht().leaseLookups() - before)
        .isLessThanOrEqualTo(BindingService.MAX_CHECKS_PER_MINUTE);
    assertThat(alice.count(ServiceCounter.DROPPED_BINDING_RATE)).isGreaterThan(100);
    world.advance(TimeUnit.MINUTES.toNanos(2));
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  @Test
  void onePeerHasOnlySoManyLookUpsAtATimeAndInTheEndAll() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    world.silenceLookups();
    namesAddresses(bob, LATER, 40);
    assertThat(alice.overlay.dht().leaseLookups() - before)
        .isEqualTo(BindingChecker.MAX_RUNNING_PER_PEER);
    Member carol = new Member(Ipv4Address.parse("10.128.0.4"));
    carol.overlay.connect(alice.id());
    world.run();
    assertThat(alice.overlay.dht().leaseLookups() - before)
        .isGreaterThan(BindingChecker.MAX_RUNNING_PER_PEER);
  }

  @Test
  void allThatOnePeerNamesIsAskedFor() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    namesAddresses(bob, LATER, BindingMessage.MAX_ENTRIES);
    assertThat(alice.overlay.dht().leaseLookups() - before).isEqualTo(BindingMessage.MAX_ENTRIES);
  }

  @Test
  void repetitionEndsWithTheAcknowledgement() {
    alice.overlay.connect(bob.id());
    world.run();
    int sent = alice.overlay.messagesSent();
    world.advance(TimeUnit.MINUTES.toNanos(10));
    assertThat(alice.overlay.messagesSent()).isEqualTo(sent);
  }

  @Test
  void aProofIsRenewedWhileTheSessionLasts() {
    alice.overlay.connect(bob.id());
    world.advance(10 * HOUR_NANOS);
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  @Test
  void aLeaseThatIsSaidToBeOverIsNotAskedForAllTheTime() {
    world.setAlmostOver(true);
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    world.advance(TimeUnit.MINUTES.toNanos(1));
    assertThat(alice.overlay.dht().leaseLookups() - before).isBetween(1, 12);
  }

  @Test
  void whatIsProvedIsNotAskedForAgainWhenASessionComesBack() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    for (int i = 0; i < 5; i++) {
      alice.overlay.dropSession(bob.id());
      bob.overlay.dropSession(alice.id());
      alice.overlay.connect(bob.id());
      world.advance(TimeUnit.MINUTES.toNanos(1));
      assertThat(alice.mayUse(bob, BOBS)).isTrue();
    }
    assertThat(alice.overlay.dht().leaseLookups()).isEqualTo(before);
    world.advance(10 * HOUR_NANOS);
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  @Test
  void anotherGenerationIsAskedForAlthoughTheOwnerIsProved() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    bob.bindings.setOwn(List.of(new BoundAddress(BOBS, 99)), List.of());
    world.run();
    assertThat(alice.overlay.dht().leaseLookups()).isEqualTo(before + 1);
  }

  @Test
  void aProofEndsWithTheLeaseOfAMemberThatHasGone() {
    alice.overlay.connect(bob.id());
    world.run();
    world.kill(bob.overlay);
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
    world.advance(HOUR_NANOS);
    assertThat(alice.mayUse(bob, BOBS)).isFalse();
  }

  @Test
  void anAddressThatIsNoLongerNamedIsDroppedAtOnce() {
    alice.overlay.connect(bob.id());
    world.run();
    bob.bindings.setOwn(List.of(), List.of());
    world.run();
    assertThat(alice.mayUse(bob, BOBS)).isFalse();
  }

  @Test
  void anUnprovedSourceIsCheckedWithALimit() {
    alice.overlay.connect(bob.id());
    world.run();
    int before = alice.overlay.dht().leaseLookups();
    for (int i = 0; i < 1_000; i++) {
      alice.bindings.onUnprovedSource(bob.id(), ALICES);
      world.run();
    }
    assertThat(alice.overlay.dht().leaseLookups() - before)
        .isEqualTo(PeerBudgets.MAX_SOURCES_PER_MINUTE);
  }

  @Test
  void garbageIsDroppedAndCounted() {
    alice.overlay.connect(bob.id());
    world.run();
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      byte[] garbage = new byte[random.nextInt(60)];
      random.nextBytes(garbage);
      bob.overlay.sendToPeer(alice.id(), BindingService.CHANNEL, garbage);
    }
    world.run();
    assertThat(alice.count(ServiceCounter.DROPPED_BINDING_MALFORMED)).isGreaterThan(9_000);
    assertThat(alice.mayUse(bob, BOBS)).isTrue();
  }

  @Test
  void trafficToAnAddressMakesASessionWithItsOwner() {
    alice.resolver.resolve(BOBS);
    world.run();
    assertThat(alice.overlay.session(bob.id())).isNotNull();
    assertThat(alice.snapshot.owner4(BOBS.bits(), alice.nowNanos())).isEqualTo(bob.id());
  }

  @Test
  void trafficToAnIpv6AddressMakesASessionWithItsNodeAlone() {
    Ipv6Address bobs = network.addressOf(bob.id());
    alice.resolver.resolve(new Ipv6Address(bobs.high(), bobs.low() ^ 1));
    world.run();
    assertThat(alice.overlay.session(bob.id())).isNull();
    alice.resolver.resolve(bobs);
    world.run();
    assertThat(alice.overlay.session(bob.id())).isNotNull();
  }

  @Test
  void addressesOutsideOfTheNetworkAreNotLookedFor() {
    alice.resolver.resolve(Ipv4Address.parse("192.0.2.1"));
    alice.resolver.resolve(new Ipv6Address(0x2001_0db8_0000_0000L, 1));
    assertThat(alice.count(ServiceCounter.DROPPED_RESOLVE_RANGE)).isEqualTo(2);
  }

  private final class Member {
    private final FakeOverlay overlay = world.add();
    private final RouteTable routes;
    private final BindingService bindings;
    private final AddressResolver resolver;
    private RouteSnapshot snapshot = RouteSnapshot.EMPTY;

    Member(Ipv4Address address) {
      LeaseCache leases = new LeaseCache(overlay, overlay.engine(), HOUR_NANOS);
      routes = new RouteTable(network, overlay.engine(), this::publish);
      PeerNames names = new PeerNames(overlay, overlay.engine(), network, leases);
      bindings = new BindingService(overlay, overlay.engine(), network, leases, routes, names);
      resolver = new AddressResolver(overlay, overlay.engine(), network, leases, routes);
      AddressListener toBindings =
          new AddressListener() {
            @Override
            public void onAddress(Ipv4Address held, long generation) {
              bindings.setOwn(List.of(new BoundAddress(held, generation)), List.of());
            }

            @Override
            public void onAddressLost(Ipv4Address lost, String reason) {
              bindings.setOwn(List.of(), List.of());
            }
          };
      new AddressService(overlay, overlay.engine(), network, List.of(address), toBindings).start();
      world.run();
    }

    void publish(RouteSnapshot next) {
      snapshot = next;
    }

    NodeId id() {
      return overlay.self();
    }

    long nowNanos() {
      return overlay.engine().now().bootNanos();
    }

    boolean mayUse(Member sender, Ipv4Address source) {
      return snapshot.mayUse4(sender.id(), source.bits(), nowNanos());
    }

    long count(Counter counter) {
      return overlay.engine().counters().get(counter);
    }
  }
}
