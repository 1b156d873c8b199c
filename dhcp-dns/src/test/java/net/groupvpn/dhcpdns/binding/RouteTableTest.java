package net.groupvpn.dhcpdns.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import net.groupvpn.dhcpdns.address.Ipv4Address;
import net.groupvpn.dhcpdns.address.Ipv4Range;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.address.VirtualNetwork;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.128.0.2");

  private final Random random = new Random(1);
  private final NodeId alice = NodeId.random(random);
  private final NodeId bob = NodeId.random(random);
  private final VirtualNetwork network =
      new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
  private final Engine engine = new Engine(random, new Now(1_000, 0));
  private RouteSnapshot snapshot = RouteSnapshot.EMPTY;
  private final RouteTable table = new RouteTable(network, engine, s -> snapshot = s);

  @Test
  void onlyTheProvedOwnerMayUseAnAddress() {
    table.put(ADDRESS, alice, 1, 500);
    assertThat(snapshot.mayUse4(alice, ADDRESS.bits(), 1_000)).isTrue();
    assertThat(snapshot.mayUse4(bob, ADDRESS.bits(), 1_000)).isFalse();
    assertThat(snapshot.mayUse4(alice, ADDRESS.bits() + 1, 1_000)).isFalse();
  }

  @Test
  void aRouteEndsWithItsLease() {
    table.put(ADDRESS, alice, 1, 500);
    assertThat(snapshot.owner4(ADDRESS.bits(), 1_499)).isEqualTo(alice);
    assertThat(snapshot.owner4(ADDRESS.bits(), 1_500)).isNull();
  }

  @Test
  void theWinnerOfAConflictReplacesTheLoserWhateverTheGenerations() {
    table.put(ADDRESS, bob, 2, 5_000);
    table.put(ADDRESS, alice, 1, 5_000);
    assertThat(snapshot.owner4(ADDRESS.bits(), 1_000)).isEqualTo(alice);
  }

  @Test
  void whatAnOwnerNoLongerNamesIsDropped() {
    table.put(ADDRESS, alice, 1, 500);
    table.retain(alice, Set.of());
    assertThat(snapshot.size4()).isZero();
  }

  @Test
  void anIpv6AddressBelongsToItsNodeAlone() {
    table.addNode(alice);
    Ipv6Address address = network.addressOf(alice);
    assertThat(snapshot.mayUse6(alice, address.high(), address.low())).isTrue();
    assertThat(snapshot.mayUse6(bob, address.high(), address.low())).isFalse();
    table.removeNode(alice);
    assertThat(snapshot.owner6(address.high(), address.low())).isNull();
  }

  @Test
  void manyAddressesAreAllFound() {
    for (int i = 0; i < 1_000; i++) {
      table.put(new Ipv4Address(i * 7_919_777), i % 2 == 0 ? alice : bob, 1, 500);
      table.addNode(NodeId.random(random));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(snapshot.owner4(i * 7_919_777, 1_000)).isEqualTo(i % 2 == 0 ? alice : bob);
    }
    assertThat(snapshot.size6()).isEqualTo(1_000);
  }
}
