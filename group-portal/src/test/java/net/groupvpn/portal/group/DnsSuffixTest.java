package net.groupvpn.portal.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DnsSuffixTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "office.gvpn",
        "a.b",
        "vpn.example.co.uk",
        "example.com",
        "x.internal",
        "home.lan"
      })
  void namesOfOnesOwnAreTaken(String suffix) {
    assertThat(DnsSuffix.problem(suffix)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "co.uk",
        "com.au",
        "github.io",
        "1.2.3.4",
        "office.0x7f",
        "in-addr.arpa",
        "168.192.in-addr.arpa",
        "ip6.arpa",
        "home.arpa",
        "office.local",
        "office.localhost",
        "office.onion",
        "office.invalid",
        "office",
        "office.",
        ".office.gvpn",
        "-a.gvpn",
        "büro.gvpn"
      })
  void namesOfOthersAreNot(String suffix) {
    assertThat(DnsSuffix.problem(suffix)).isNotNull();
  }
}
