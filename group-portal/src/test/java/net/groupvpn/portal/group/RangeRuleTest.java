package net.groupvpn.portal.group;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RangeRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "10.128.0.0/16", "172.16.0.0/12", "192.168.7.0/29", "100.64.0.0/10"})
  void privateRangesAreTaken(String range) {
    assertThat(RangeRule.problem(range)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.256/24",
        "10.0.0.0/30",
        "8.8.8.0/24",
        "9.0.0.0/7",
        "172.32.0.0/16",
        "0.0.0.0/0",
        "10.0.0.0/16 ",
        "::/64",
        "99999999999.0.0.0/8"
      })
  void everythingElseIsNot(String range) {
    assertThat(RangeRule.problem(range)).isNotNull();
  }

  @Test
  void theFirstAddressIsNamedWhenTheRangeBeginsInside() {
    assertThat(RangeRule.problem("10.1.2.3/16")).contains("10.1.0.0/16");
  }
}
