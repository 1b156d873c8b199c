package net.groupvpn.overlay.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRulesTest {
  private final EndpointRules rules = new EndpointRules();

  @BeforeEach
  void aMachineWithTwoGroupsAndAnotherVpn() {
    rules.setNetworks(
        new MachineNetworks(
            List.of(
                range("10.128.0.0", 16), range("10.129.0.7", 16), range("fd12:3456:789a::", 48)),
            Map.of(range("10.9.0.2", 24), "tun0"),
            false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.128.0.7:7400", "10.129.255.255:7401", "[fd12:3456:789a:1:2:3:4:5]:7400"})
  void nothingGoesIntoAGroupsNetworkOrComesFromThere(String inside) {
    assertThat(rules.mayUse(endpoint(inside))).isFalse();
    assertThat(rules.mayLearn(endpoint(inside))).isFalse();
    assertThat(rules.mayDial(endpoint(inside))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:7400",
        "[::1]:7400",
        "0.0.0.0:7400",
        "[::]:7400",
        "239.255.71.86:7401",
        "[ff02::4756]:7401",
        "255.255.255.255:7400"
      })
  void whatIsNoMachinesAddressIsNotLearnt(String address) {
    assertThat(rules.mayLearn(endpoint(address))).isFalse();
    assertThat(rules.mayDial(endpoint(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.127.255.255:7400",
        "10.130.0.0:7400",
        "192.0.2.1:7400",
        "[fd12:3456:789b::1]:1"
      })
  void everythingElseIsLearnt(String address) {
    assertThat(rules.mayUse(endpoint(address))).isTrue();
    assertThat(rules.mayLearn(endpoint(address))).isTrue();
  }

  @Test
  void aPeerMayNotHaveSystemServicesOrLinkLocalOnesDialled() {
    assertThat(rules.mayDial(endpoint("192.0.2.1:443"))).isTrue();
    assertThat(rules.mayDial(endpoint("192.0.2.1:7400"))).isTrue();
    assertThat(rules.mayDial(endpoint("192.0.2.1:25"))).isFalse();
    assertThat(rules.mayDial(endpoint("169.254.1.1:7400"))).isFalse();
  }

  @Test
  void anotherVpnIsTheLastChoiceAndNamed() {
    Endpoint inVpn = endpoint("10.9.0.7:7400");
    Endpoint real = endpoint("192.0.2.1:7400");
    assertThat(rules.learnable(List.of(inVpn, endpoint("10.128.0.9:7400"), real)))
        .containsExactly(real, inVpn);
    assertThat(rules.vpnOf(inVpn)).isEqualTo("tun0");
    assertThat(rules.vpnOf(real)).isNull();
  }

  @Test
  void onAMachineWithoutNetworksLoopbackIsAllThereIs() {
    rules.setNetworks(new MachineNetworks(List.of(), Map.of(), true));
    assertThat(rules.mayLearn(endpoint("127.0.0.1:7400"))).isTrue();
    assertThat(rules.mayLearn(endpoint("239.255.71.86:7401"))).isFalse();
  }

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text), text);
  }

  private static AddressRange range(String start, int bits) {
    InetAddress address = Objects.requireNonNull(NumericAddress.parse(start), start);
    return new AddressRange(address, bits);
  }
}
