package net.groupvpn.dhcpdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Label;
import net.groupvpn.dhcpdns.address.ServiceCounter;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.dhcpdns.dhcp.DhcpClient;
import net.groupvpn.dhcpdns.dhcp.DhcpLease;
import net.groupvpn.dhcpdns.dhcp.OwnLease;
import net.groupvpn.dhcpdns.machine.KnownMachine;
import net.groupvpn.dhcpdns.machine.Machines;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stories of a member in router mode and the machines behind it. */
class MachinesTest {
  private static final long HALF_HOUR_NANOS = TimeUnit.MINUTES.toNanos(30);

  private final FakeWorld world = new FakeWorld();
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/24"));
  private final FakeOverlay overlay = world.add();
  private final Machines machines = machines();
  private final List<DhcpLease> offers = new ArrayList<>();
  private int changes;

  private Machines machines() {
    return new Machines(
        overlay, overlay.engine(), network, new OwnLease(() -> null), this::onChange);
  }

  private void onChange(Consumer<Boolean> kept) {
    changes++;
    kept.accept(true);
  }

  private static DhcpClient client(int number, @Nullable String name) {
    return client(number, name, null);
  }

  private static DhcpClient client(int number, @Nullable String name, @Nullable String wished) {
    return new DhcpClient(
        "mac:" + number,
        number,
        false,
        wished == null ? null : Ipv4Address.parse(wished),
        name == null ? null : new Label(name));
  }

  /** A whole conversation: DISCOVER to ACK. */
  private DhcpLease lease(DhcpClient client) {
    offers.clear();
    machines.open(client, offers::add);
    world.run();
    assertThat(offers).hasSize(1);
    confirm(client);
    return offers.get(0);
  }

  private void confirm(DhcpClient client) {
    List<Boolean> kept = new ArrayList<>();
    machines.confirm(client, world.now().bootNanos() + HALF_HOUR_NANOS, kept::add);
    assertThat(kept).containsExactly(true);
  }

  private boolean isLeased(Ipv4Address address) {
    return world.lease(network.keyOf(address)) != null;
  }

  private boolean isNamed(String name) {
    return world.lease(network.keyOfName(new Label(name))) != null;
  }

  private List<@Nullable Label> names() {
    return machines.known().stream().map(KnownMachine::name).toList();
  }

  private long counted(ServiceCounter counter) {
    return overlay.engine().counters().get(counter);
  }

  @Test
  void eachMachineGetsAnAddressAndANameOfItsOwn() {
    DhcpLease first = lease(client(1, "press"));
    DhcpLease second = lease(client(2, "press"));
    lease(client(3, null));
    assertThat(first.address()).isNotEqualTo(second.address());
    assertThat(names())
        .containsExactly(
            new Label("press"), new Label("press-2"), new Label("machine-000000000003"));
    assertThat(isLeased(first.address())).isTrue();
    assertThat(machines.bound()).hasSize(3);
    assertThat(changes).isPositive();
  }

  @Test
  void aMachineThatAsksAgainHasWhatItHad() {
    DhcpLease first = lease(client(1, "press"));
    assertThat(lease(client(1, "press")).address()).isEqualTo(first.address());
    assertThat(lease(client(1, null)).address()).isEqualTo(first.address());
    assertThat(machines.known()).hasSize(1);
  }

  @Test
  void aMachineThatIsRenamedHasTheNewName() {
    lease(client(1, "press"));
    lease(client(1, "mill"));
    assertThat(names()).containsExactly(new Label("mill"));
    assertThat(isNamed("press")).isFalse();
  }

  @Test
  void theWishedAddressIsTriedFirst() {
    assertThat(lease(client(1, "press", "10.128.0.77")).address())
        .isEqualTo(Ipv4Address.parse("10.128.0.77"));
    assertThat(lease(client(2, "mill", "192.168.0.7")).address().toString())
        .startsWith("10.128.0.");
  }

  @Test
  void noMachineGetsWhatThisMemberHasAlready() {
    DhcpLease first = lease(client(1, "press", "10.128.0.77"));
    DhcpLease second = lease(client(2, "press", "10.128.0.77"));
    assertThat(second.address()).isNotEqualTo(first.address());
  }

  @Test
  void aLeaseThatIsGivenBackIsFree() {
    DhcpLease given = lease(client(1, "press"));
    machines.release(client(1, "press"));
    assertThat(isLeased(given.address())).isFalse();
    assertThat(isNamed("press")).isFalse();
    assertThat(machines.known()).isEmpty();
  }

  @Test
  void aLeaseEndsUnlessItIsRenewed() {
    DhcpLease kept = lease(client(1, "press"));
    DhcpLease left = lease(client(2, "mill"));
    world.advance(HALF_HOUR_NANOS - 1);
    confirm(client(1, "press"));
    world.advance(HALF_HOUR_NANOS - 1);
    assertThat(isLeased(kept.address())).isTrue();
    assertThat(isLeased(left.address())).isFalse();
  }

  @Test
  void anOfferThatNobodyTakesIsTakenBackAndNeverKnown() {
    machines.open(client(1, "press"), offers::add);
    world.run();
    assertThat(machines.known()).isEmpty();
    assertThat(machines.bound()).isEmpty();
    world.advance(Machines.OFFER_NANOS);
    assertThat(isLeased(offers.get(0).address())).isFalse();
    assertThat(machines.find(client(1, "press"))).isNull();
  }

  @Test
  void whatIsDeclinedIsGivenBackAndAnotherIsFound() {
    DhcpClient press = client(1, "press", "10.128.0.77");
    DhcpLease first = lease(press);
    machines.decline(press, first.address());
    world.run();
    assertThat(isLeased(first.address())).isFalse();
    assertThat(machines.known()).isEmpty();
    assertThat(lease(press).address()).isNotEqualTo(first.address());
  }

  @Test
  void whatIsDeclinedIsNotGivenToAnyMachineForAWhile() {
    DhcpClient press = client(1, "press", "10.128.0.77");
    lease(press);
    machines.decline(press, Ipv4Address.parse("10.128.0.77"));
    assertThat(lease(client(2, "mill", "10.128.0.77")).address())
        .isNotEqualTo(Ipv4Address.parse("10.128.0.77"));
    world.advance(2 * HALF_HOUR_NANOS);
    assertThat(lease(client(3, "saw", "10.128.0.77")).address())
        .isEqualTo(Ipv4Address.parse("10.128.0.77"));
  }

  @Test
  void whoeverDeclinesAndVanishesKeepsNothing() {
    DhcpClient press = client(1, "press");
    machines.decline(press, lease(press).address());
    world.run();
    DhcpLease next = Objects.requireNonNull(machines.find(press));
    world.advance(Machines.OFFER_NANOS);
    assertThat(machines.find(press)).isNull();
    assertThat(isLeased(next.address())).isFalse();
  }

  @Test
  void whoeverDeclinesTooOftenHasNothing() {
    DhcpClient press = client(1, "press");
    for (int i = 1; i < Machines.MAX_CLAIMS_PER_MINUTE; i++) {
      lease(press);
      machines.decline(press, Objects.requireNonNull(machines.find(press)).address());
      world.run();
    }
    DhcpLease last = Objects.requireNonNull(machines.find(press));
    machines.decline(press, last.address());
    assertThat(machines.find(press)).isNull();
    assertThat(isLeased(last.address())).isFalse();
  }

  @Test
  void thereIsALimit() {
    for (int i = 0; i < Machines.MAX_MACHINES; i++) {
      lease(client(i, "m" + i));
    }
    offers.clear();
    machines.open(client(99, "late"), offers::add);
    world.run();
    assertThat(offers).isEmpty();
    assertThat(counted(ServiceCounter.DROPPED_MACHINE_FULL)).isEqualTo(1);
    machines.release(client(0, "m0"));
    lease(client(99, "late"));
  }

  @Test
  void machinesCauseOnlySoManyClaims() {
    for (int i = 0; i <= Machines.MAX_CLAIMS_PER_MINUTE; i++) {
      machines.open(client(1, "m" + i), offers::add);
    }
    assertThat(counted(ServiceCounter.DROPPED_MACHINE_RATE)).isEqualTo(1);
    world.advance(TimeUnit.MINUTES.toNanos(1));
    lease(client(1, "last"));
  }

  @Test
  void afterARestartTheyHaveWhatTheyHadBeforeTheyAsk() {
    DhcpLease first = lease(client(1, "press"));
    lease(client(2, "press"));
    List<KnownMachine> known = machines.known();
    machines.stop();
    assertThat(isLeased(first.address())).isFalse();

    world.advance(TimeUnit.MINUTES.toNanos(1));
    Machines again = machines();
    again.restore(known);
    assertThat(again.isAwaited(client(1, null))).isTrue();
    world.run();
    assertThat(again.known()).isEqualTo(known);
    assertThat(Objects.requireNonNull(again.find(client(1, null))).address())
        .isEqualTo(first.address());
    world.advance(HALF_HOUR_NANOS);
    assertThat(again.known()).isEmpty();
  }

  /** Whoever is killed meanwhile has saved what is known, not what is held. */
  @Test
  void whatIsClaimedAgainIsKnownAlthoughItIsNotHeldYet() {
    lease(client(1, "press"));
    lease(client(2, "mill"));
    List<KnownMachine> known = machines.known();
    machines.stop();
    Machines again = machines();
    overlay.part();
    again.restore(known);
    world.run();
    assertThat(again.held()).isEmpty();
    assertThat(again.bound()).isEmpty();
    assertThat(again.known()).isEqualTo(known);
    overlay.join();
    world.run();
    assertThat(again.held()).isEqualTo(known);
  }

  @Test
  void anAddressThatIsLostIsKnownUntilAnotherIsHeld() {
    DhcpLease lost = lease(client(1, "press"));
    overlay.part();
    overlay.dht().loseTo(world.add(), network.keyOf(lost.address()), new byte[0]);
    world.run();
    assertThat(machines.held()).isEmpty();
    assertThat(machines.known()).extracting(KnownMachine::address).containsExactly(lost.address());
  }

  @Test
  void whatHasEndedMeanwhileIsNotClaimedAgain() {
    lease(client(1, "press"));
    List<KnownMachine> known = machines.known();
    machines.stop();
    world.advance(HALF_HOUR_NANOS);
    Machines again = machines();
    again.restore(known);
    world.run();
    assertThat(again.known()).isEmpty();
    assertThat(isNamed("press")).isFalse();
  }

  @Test
  void anAddressThatIsLostIsReplaced() {
    DhcpClient press = client(1, "press");
    DhcpLease lost = lease(press);
    FakeOverlay winner = world.add();
    overlay.dht().loseTo(winner, network.keyOf(lost.address()), new byte[0]);
    world.run();
    DhcpLease next = Objects.requireNonNull(machines.find(press));
    assertThat(next.address()).isNotEqualTo(lost.address());
  }
}
