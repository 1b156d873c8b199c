package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
  private static final String GROUP = "ab".repeat(32);
  private static final NodeId NODE = NodeId.ofHex("00112233445566778899aabbccddeeff01234567");

  private final VirtualNetwork network =
      new VirtualNetwork(GROUP, Ipv4Range.parse("10.128.0.0/29"));

  @Test
  void theFirstHostBelongsToTheServices() {
    assertThat(network.serviceAddress4()).hasToString("10.128.0.1");
    assertThat(network.serviceAddress6().low()).isEqualTo(1);
    assertThat(network.contains(network.serviceAddress6())).isTrue();
  }

  @Test
  void randomAddressesAreAssignableAndCoverTheRange() {
    assertThat(
            new Random(1)
                .ints(200)
                .mapToObj(seed -> network.randomAddress(new Random(seed)))
                .distinct()
                .sorted()
                .map(Ipv4Address::toString))
        .containsExactly("10.128.0.2", "10.128.0.3", "10.128.0.4", "10.128.0.5", "10.128.0.6");
  }

  @Test
  void specialAndForeignAddressesAreNotAssignable() {
    for (String text : new String[] {"10.128.0.0", "10.128.0.1", "10.128.0.7", "10.128.0.9"}) {
      assertThat(network.isAssignable(Ipv4Address.parse(text))).isFalse();
    }
    assertThat(network.isAssignable(Ipv4Address.parse("10.128.0.2"))).isTrue();
  }

  @Test
  void theIpv6AddressHoldsThePrefixOfTheNodeId() {
    Ipv6Address address = network.addressOf(NODE);
    assertThat(address.toString()).startsWith("fd").endsWith(":11:2233:4455:6677:8899");
    assertThat(network.contains(address)).isTrue();
    assertThat(network.lowestNodeOf(address).commonPrefixBits(NODE)).isGreaterThanOrEqualTo(80);
  }

  @Test
  void groupsHaveDifferentPrefixesAndKeys() {
    VirtualNetwork other = new VirtualNetwork("cd".repeat(32), network.range());
    Ipv4Address address = Ipv4Address.parse("10.128.0.2");
    assertThat(other.contains(network.addressOf(NODE))).isFalse();
    assertThat(other.keyOf(address)).isNotEqualTo(network.keyOf(address));
    assertThat(other.keyOfName(new Label("a"))).isNotEqualTo(network.keyOfName(new Label("a")));
  }

  @Test
  void badRangesAreExplained() {
    assertThatThrownBy(() -> Ipv4Range.parse("10.128.0.1/16"))
        .hasMessageContaining("did you mean 10.128.0.0/16?");
    assertThatThrownBy(() -> Ipv4Range.parse("10.0.0.0/30")).hasMessageContaining("not /30");
    assertThatThrownBy(() -> Ipv4Range.parse("10.0.0.0")).hasMessageContaining("10.128.0.0/16");
    assertThatThrownBy(() -> Ipv4Range.parse("10.0.0.256/16")).hasMessageContaining("10.0.0.256");
    assertThatThrownBy(() -> Ipv4Address.parse("1.2.3.04")).hasMessageContaining("1.2.3.04");
  }

  @Test
  void aMachinesPrefixFollowsFromItsIpv4AddressAndIsNoMembers() {
    VirtualNetwork network = new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.128.0.0/16"));
    long first = network.machineHigh(Ipv4Address.parse("10.128.1.2"));
    assertThat(first & 0xffff).isEqualTo(0x0102);
    assertThat(network.contains(new Ipv6Address(first, 1))).isFalse();
    long difference = first >>> 16 ^ network.serviceAddress6().high() >>> 16;
    assertThat(difference).as("only the last bit of the /48").isEqualTo(1);
  }

  @Test
  void machinesHaveNoIpv6AddressesInARangeThatIsTooLargeForThem() {
    VirtualNetwork network = new VirtualNetwork("ab".repeat(32), Ipv4Range.parse("10.0.0.0/15"));
    assertThat(network.machineHigh(Ipv4Address.parse("10.0.0.2"))).isZero();
  }
}
