package net.groupvpn.portal.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReachabilityTest {
  @Test
  void onlyTheCallersOwnAddressIsHandedToOthers() {
    assertThat(Reachability.endpoints("2001:db8::7", 7400, List.of("8.8.8.8", "192.168.1.1")))
        .containsExactly("[2001:db8:0:0:0:0:0:7]:7400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "0.0.0.0", "169.254.1.1", "224.0.0.1", "fe80::1", "::1", "::"})
  void anAddressThatLeadsNowhereIsLeftOut(String caller) {
    assertThat(Reachability.endpoints(caller, 7400, List.of())).isEmpty();
  }

  /** No name server is asked about any of them: a caller without a token could keep it busy. */
  @ParameterizedTest
  @ValueSource(strings = {"999.1.1.1", "example.org", "", "192.0.2", "1.2.3.4.5"})
  void whatIsNoAddressIsMalformed(String text) {
    assertThatThrownBy(() -> Reachability.endpoints("192.0.2.7", 7400, List.of(text)))
        .isInstanceOf(ApiRefusal.class)
        .hasMessageContaining("not an IP address");
  }
}
