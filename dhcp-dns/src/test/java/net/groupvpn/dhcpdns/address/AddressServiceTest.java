package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.FakeOverlay;
import net.groupvpn.dhcpdns.FakeWorld;
import net.groupvpn.overlay.engine.Output;
import org.junit.jupiter.api.Test;

class AddressServiceTest {
  private static final Ipv4Address WISHED = Ipv4Address.parse("10.128.0.4");
  private static final Ipv4Address LAST = Ipv4Address.parse("10.128.0.5");

  private final FakeWorld world = new FakeWorld();
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/29"));
  private final List<String> events = new ArrayList<>();

  @Test
  void aWishedForAddressIsHonouredWhenFree() {
    AddressService service = start(world.add(), WISHED, LAST);
    assertThat(service.address()).isEqualTo(WISHED);
    assertThat(events).containsExactly("10.128.0.4 generation 1");
  }

  @Test
  void ofTwoWithTheSameWishOneGetsAnotherAddress() {
    AddressService first = start(world.add(), WISHED);
    AddressService second = start(world.add(), WISHED, LAST);
    assertThat(first.address()).isEqualTo(WISHED);
    assertThat(second.address()).isEqualTo(LAST);
  }

  @Test
  void membersFillTheWholeRangeWithoutAWish() {
    List<Ipv4Address> addresses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      AddressService service = start(world.add());
      world.advance(TimeUnit.MINUTES.toNanos(5));
      addresses.add(Objects.requireNonNull(service.address()));
    }
    assertThat(addresses).doesNotHaveDuplicates().allMatch(network::isAssignable);
  }

  @Test
  void aFullRangeIsReportedAndTheSearchGoesOn() {
    List<FakeOverlay> owners = new ArrayList<>();
    for (int host = 2; host <= 6; host++) {
      owners.add(world.add());
      start(owners.get(host - 2), Ipv4Address.parse("10.128.0." + host));
    }
    FakeOverlay late = world.add();
    AddressService service = start(late);
    assertThat(service.address()).isNull();
    assertThat(late.engine().pollOutput()).isInstanceOf(Output.Notify.class);

    world.kill(owners.get(3));
    world.advance(FakeWorld.LEASE_NANOS + 4 * ClaimLoop.REST_NANOS);

    assertThat(service.address()).hasToString("10.128.0.5");
  }

  @Test
  void addressesThatNobodyMayHaveAreNotClaimed() {
    AddressService service = start(world.add(), network.serviceAddress4(), LAST);
    assertThat(service.address()).isEqualTo(LAST);
  }

  @Test
  void whoLosesItsAddressMovesToAnother() {
    FakeOverlay loser = world.add();
    FakeOverlay winner = world.add();
    AddressService service = start(loser, WISHED);
    loser.dht().loseTo(winner, network.keyOf(WISHED), new byte[0]);
    world.run();
    assertThat(service.address()).isNotNull().isNotEqualTo(WISHED);
    assertThat(events).contains("lost 10.128.0.4");
  }

  @Test
  void aStoppedServiceGivesItsAddressBack() {
    start(world.add(), WISHED).stop();
    assertThat(start(world.add(), WISHED).address()).isEqualTo(WISHED);
  }

  private AddressService start(FakeOverlay overlay, Ipv4Address... preferred) {
    AddressService service =
        new AddressService(
            overlay, overlay.engine(), network, List.of(preferred), new RecordingListener());
    service.start();
    world.run();
    return service;
  }

  private final class RecordingListener implements AddressListener {
    @Override
    public void onAddress(Ipv4Address address, long generation) {
      events.add(address + " generation " + generation);
    }

    @Override
    public void onAddressLost(Ipv4Address address, String reason) {
      events.add("lost " + address);
    }
  }
}
