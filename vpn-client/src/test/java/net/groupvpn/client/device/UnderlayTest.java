package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.groupvpn.overlay.path.AddressRange;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;

class UnderlayTest {
  private static final LanWay WAY =
      new LanWay("eth0", 2, 1_500, address("192.168.1.1"), address("192.168.1.5"));

  private final UplinkNetworks underlay =
      new UplinkNetworks(
          WAY,
          null,
          List.of(new AddressRange(address("192.168.1.0"), 24)),
          Set.of(address("203.0.113.9")));

  private static InetAddress address(String text) {
    return Objects.requireNonNull(NumericAddress.parse(text));
  }

  @Test
  void whatWouldGoIntoTheTunnelHasAWay() {
    assertThat(underlay.wayTo(address("203.0.113.7"))).isEqualTo(WAY);
  }

  @Test
  void theLanAndThisMachineAndExemptAddressesNeedNone() {
    assertThat(underlay.wayTo(address("192.168.1.77"))).isNull();
    assertThat(underlay.wayTo(address("127.0.0.1"))).isNull();
    assertThat(underlay.wayTo(address("fe80::7"))).isNull();
    assertThat(underlay.wayTo(address("203.0.113.9"))).isNull();
  }

  @Test
  void aFamilyWithoutADefaultRouteHasNone() {
    assertThat(underlay.wayTo(address("2001:db8::7"))).isNull();
  }
}
