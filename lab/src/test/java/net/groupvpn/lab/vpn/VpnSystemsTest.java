package net.groupvpn.lab.vpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VpnSystemsTest {
  @Test
  void namesKeepTheirOrder() {
    assertThat(VpnSystems.named(List.of("openvpn", "bare"), null))
        .extracting(VpnSystem::name)
        .containsExactly("openvpn", "bare");
  }

  @Test
  void aNameThatIsNoneIsToldWithThoseThatAre() {
    assertThatThrownBy(() -> VpnSystems.named(List.of("openvnp"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no system \"openvnp\"; there are [bare, groupvpn, openvpn, tinc, n2n,"
                + " wireguard-go, nebula, fastd]");
  }
}
