package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.FakeOverlay;
import net.groupvpn.dhcpdns.FakeWorld;
import net.groupvpn.dhcpdns.dhcp.DhcpClient;
import net.groupvpn.dhcpdns.dhcp.DhcpLease;
import net.groupvpn.dhcpdns.dhcp.OwnLease;
import net.groupvpn.dhcpdns.machine.Machines;
import net.groupvpn.overlay.dht.rpc.Seat;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.path.NumericAddress;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.overlay.policy.PolicyContent;
import net.groupvpn.overlay.policy.PolicyWriter;
import net.groupvpn.overlay.policy.Reservation;
import org.junit.jupiter.api.Test;

class ReservationsTest {
  private static final Ipv4Address WISHED = Ipv4Address.parse("10.128.0.4");
  private static final Ipv4Address KEPT = Ipv4Address.parse("10.128.0.5");

  private final GroupAuthority authority =
      GroupAuthority.create("office", Instant.EPOCH, new SecureRandom());
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/29"));
  private final FakeWorld world = new FakeWorld();
  private final List<String> events = new ArrayList<>();

  private Reservations of(String member, String device, Reservation... reservations) {
    PolicyContent content = new PolicyContent(List.of(), List.of(), List.of(reservations));
    try {
      GroupPolicy policy = PolicyWriter.issue(authority, 1, Instant.EPOCH, content);
      return Reservations.of(policy, network, member, device);
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  private static Reservation address(String member, String device, Ipv4Address address) {
    return new Reservation(member, device, NumericAddress.parse4(address.toString()), null);
  }

  private static Reservation name(String member, String device, String name) {
    return new Reservation(member, device, null, name);
  }

  @Test
  void replicasGoByTheMember() {
    Reservations rule = of("x", "y", address("ada", "press", KEPT), name("ada", "", "printer"));
    NodeId ada = Seat.unitOf("ada");
    NodeId bob = Seat.unitOf("bob");
    for (NodeId key : List.of(network.keyOf(KEPT), network.keyOfName(new Label("printer")))) {
      assertThat(rule.mayHold(key, ada)).isTrue();
      assertThat(rule.mayHold(key, bob)).isFalse();
    }
    assertThat(rule.mayHold(network.keyOf(WISHED), bob)).isTrue();
  }

  @Test
  void aMachineBehindARouterGetsWhatIsKeptForItsName() {
    Reservation[] kept = {
      new Reservation("ada", "press", NumericAddress.parse4(KEPT.toString()), "printer")
    };
    FakeOverlay overlay = world.add();
    Machines machines =
        new Machines(
            overlay,
            overlay.engine(),
            network,
            new OwnLease(() -> null),
            done -> done.accept(true));
    machines.setReservations(label -> of("ada", label.text(), kept));
    for (String name : List.of("mill", "press")) {
      DhcpClient client = new DhcpClient("mac:" + name, 1, false, KEPT, new Label(name));
      machines.open(client, lease -> machines.confirm(client, Long.MAX_VALUE / 2, done -> {}));
      world.run();
    }
    assertThat(machines.known().get(0).address()).isNotEqualTo(KEPT);
    assertThat(machines.known().get(0).name()).isEqualTo(new Label("mill"));
    assertThat(machines.known().get(1).address()).isEqualTo(KEPT);
    assertThat(machines.known().get(1).name()).isEqualTo(new Label("printer"));
  }

  @Test
  void aMachineThatDeclinesWhatIsKeptForItGetsAnother() {
    Reservation[] kept = {address("ada", "press", KEPT)};
    FakeOverlay overlay = world.add();
    Machines machines =
        new Machines(
            overlay,
            overlay.engine(),
            network,
            new OwnLease(() -> null),
            done -> done.accept(true));
    machines.setReservations(label -> of("ada", label.text(), kept));
    DhcpClient press = new DhcpClient("mac:press", 1, false, null, new Label("press"));
    machines.open(press, lease -> machines.confirm(press, Long.MAX_VALUE / 2, done -> {}));
    world.run();
    machines.decline(press, KEPT);
    world.advance(TimeUnit.SECONDS.toNanos(30));
    machines.setReservations(label -> of("ada", label.text(), kept));
    world.advance(TimeUnit.SECONDS.toNanos(20));
    assertThat(machines.find(press)).isNotNull().extracting(DhcpLease::address).isNotEqualTo(KEPT);
  }

  @Test
  void claimantsLeaveAloneWhatIsKeptForAnotherMachine() {
    Reservation[] kept = {address("ada", "press", KEPT), name("ada", "", "printer")};
    assertThat(of("ada", "press", kept).ownAddress()).isEqualTo(KEPT);
    assertThat(of("ada", "press", kept).mayClaim(KEPT)).isTrue();
    assertThat(of("ada", "laptop", kept).mayClaim(KEPT)).isFalse();
    assertThat(of("ada", "laptop", kept).ownName()).isEqualTo("printer");
    assertThat(of("bob", "press", kept).mayClaim(KEPT)).isFalse();
    assertThat(of("bob", "press", kept).mayClaim("printer")).isFalse();
    assertThat(of("bob", "press", kept).mayClaim(WISHED)).isTrue();
  }

  @Test
  void anAddressThatNoMachineCanHaveIsNotClaimed() {
    assertThat(of("ada", "", address("ada", "", network.serviceAddress4())).ownAddress()).isNull();
  }

  @Test
  void whatIsKeptForOthersIsNeverDrawn() {
    List<Reservation> kept = new ArrayList<>();
    for (int host = 2; host <= 5; host++) {
      kept.add(address("ada", "m" + host, Ipv4Address.parse("10.128.0." + host)));
    }
    AddressPicker picker = new AddressPicker(network, new Random(3), List.of(WISHED));
    picker.setReservations(of("bob", "", kept.toArray(Reservation[]::new)));
    for (int i = 0; i < 100; i++) {
      assertThat(picker.next()).hasToString("10.128.0.6");
    }
  }

  @Test
  void whatIsKeptForThisMachineIsClaimedBeforeWhatItWishes() {
    AddressService service = service(world.add(), WISHED);
    service.setReservations(of("ada", "press", address("ada", "press", KEPT)));
    service.start();
    world.run();
    assertThat(service.address()).isEqualTo(KEPT);
  }

  @Test
  void whatANewPolicyKeepsForAnotherIsGivenBackAtOnce() {
    AddressService service = started(world.add(), WISHED);
    service.setReservations(of("bob", "", address("ada", "", WISHED)));
    world.run();
    assertThat(service.address()).isNotNull().isNotEqualTo(WISHED);
    assertThat(events.subList(0, 2)).containsExactly("10.128.0.4", "lost 10.128.0.4");
    AddressService its = service(world.add());
    its.setReservations(of("ada", "", address("ada", "", WISHED)));
    its.start();
    world.run();
    assertThat(its.address()).isEqualTo(WISHED);
  }

  @Test
  void aMachineKeepsWhatItHasUntilItHoldsWhatIsKeptForIt() {
    AddressService other = started(world.add(), KEPT);
    AddressService service = started(world.add(), WISHED);
    service.setReservations(of("ada", "", address("ada", "", KEPT)));
    world.advance(TimeUnit.MINUTES.toNanos(5));
    assertThat(service.address()).isEqualTo(WISHED);

    other.stop();
    world.advance(ClaimLoop.MAX_WISH_NANOS);

    assertThat(service.address()).isEqualTo(KEPT);
    assertThat(events).containsExactly("10.128.0.5", "10.128.0.4", "lost 10.128.0.4", "10.128.0.5");
    assertThat(Objects.requireNonNull(started(world.add(), WISHED).address())).isEqualTo(WISHED);
  }

  @Test
  void aWishThatIsWithdrawnChangesNothing() {
    AddressService other = started(world.add(), KEPT);
    AddressService service = started(world.add(), WISHED);
    service.setReservations(of("ada", "", address("ada", "", KEPT)));
    world.run();
    service.setReservations(Reservations.NONE);
    other.stop();
    world.advance(ClaimLoop.MAX_WISH_NANOS);
    assertThat(service.address()).isEqualTo(WISHED);
  }

  @Test
  void whoLosesItsAddressWhileItWaitsForItsOwnGetsOneOfBoth() {
    started(world.add(), KEPT);
    FakeOverlay loser = world.add();
    AddressService service = started(loser, WISHED);
    service.setReservations(of("ada", "", address("ada", "", KEPT)));
    loser.dht().loseTo(world.add(), network.keyOf(WISHED), new byte[0]);
    world.advance(TimeUnit.MINUTES.toNanos(5));
    assertThat(service.address()).isNotNull().isNotEqualTo(WISHED).isNotEqualTo(KEPT);
  }

  private AddressService started(FakeOverlay overlay, Ipv4Address... preferred) {
    AddressService service = service(overlay, preferred);
    service.start();
    world.run();
    return service;
  }

  private AddressService service(FakeOverlay overlay, Ipv4Address... preferred) {
    return new AddressService(
        overlay, overlay.engine(), network, List.of(preferred), new RecordingListener());
  }

  private final class RecordingListener implements AddressListener {
    @Override
    public void onAddress(Ipv4Address address, long generation) {
      events.add(address.toString());
    }

    @Override
    public void onAddressLost(Ipv4Address address, String reason) {
      events.add("lost " + address);
    }
  }
}
