package net.groupvpn.client.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTargetsTest {
  @Test
  void withoutConfigurationPublicResolversArePinged() {
    ProbeTargets probes = ProbeTargets.of(List.of());
    assertThat(probes.both().ipv4()).hasToString("9.9.9.9");
    assertThat(probes.both().ipv6()).hasToString("2620:fe:0:0:0:0:0:fe");
  }

  @Test
  void aFamilyThatTheOwnerNamesNothingOfIsNotPinged() {
    ProbeTargets probes = ProbeTargets.of(List.of("192.0.2.1"));
    assertThat(probes.ipv4()).isNotNull();
    assertThat(probes.ipv6()).isNull();
    assertThat(ProbeTargets.of(List.of("2001:db8::1")).ipv4()).isNull();
  }
}
