package net.groupvpn.overlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import net.groupvpn.overlay.path.AddressRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupRangesTest {
  private static final String GROUP = "5a".repeat(32);

  private static @Nullable AddressRange overlapping(AddressRange subnet) {
    return GroupRanges.overlapping(subnet, GROUP, "10.128.0.0/16");
  }

  @Test
  void theAddressesOfMembersAndOfMachinesBehindThemAreNoSubnets() throws UnknownHostException {
    byte[] prefix = GroupRanges.ula(GROUP).start().getAddress();
    AddressRange members = new AddressRange(InetAddress.getByAddress(prefix), 48);
    prefix[5] ^= 1;
    AddressRange machines = new AddressRange(InetAddress.getByAddress(prefix), 48);
    prefix[5] ^= 2;
    AddressRange others = new AddressRange(InetAddress.getByAddress(prefix), 48);

    assertThat(overlapping(members)).isNotNull().isEqualTo(overlapping(machines));
    assertThat(overlapping(new AddressRange(machines.start(), 64))).isNotNull();
    assertThat(overlapping(others)).isNull();
  }

  @Test
  void theIpv4RangeIsNoSubnet() {
    assertThat(overlapping(range("10.128.7.0/24"))).isEqualTo(range("10.128.0.0/16"));
    assertThat(overlapping(range("10.129.7.0/24"))).isNull();
  }

  private static AddressRange range(String text) {
    return Objects.requireNonNull(SubnetRule.parse(text));
  }
}
