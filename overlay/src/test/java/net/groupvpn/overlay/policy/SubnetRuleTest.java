package net.groupvpn.overlay.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"192.168.7.0/24", "10.0.0.0/8", "203.0.113.7/32", "2001:db8:7::/48", "fd00::/16"})
  void networksBehindAMemberArePossible(String text) {
    assertThat(SubnetRule.problem(PolicySamples.range(text))).isNull();
    assertThat(SubnetRule.text(PolicySamples.range(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "192.168.7.0",
        "192.168.7.0/33",
        "192.168.7/24",
        "192.168.7.256/24",
        "0x7f.1/8",
        "2001:db8::/129",
        "::ffff:10.0.0.0/104",
        "fe80::1%lo/64",
        "example.org/24",
        "10.0.0.0/-1",
        "10.0.0.0/8 "
      })
  void otherTextIsNoRange(String text) {
    assertThat(SubnetRule.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.7.1/24, did you mean 192.168.7.0/24",
    "2001:db8:7:0:1::/64, did you mean 2001:db8:7::/64",
    "0.0.0.0/0, too large",
    "128.0.0.0/1, too large",
    "::/0, too large",
    "2000::/3, too large",
    "127.0.0.0/8, meaning of its own",
    "169.254.169.254/32, meaning of its own",
    "224.0.0.0/24, meaning of its own",
    "fe80::/64, meaning of its own",
    "ff02::/16, meaning of its own",
    "::1/128, meaning of its own"
  })
  void whatNobodyMayAnnounceIsRefusedWithAReason(String text, String reason) {
    assertThat(SubnetRule.problem(PolicySamples.range(text))).contains(reason);
  }

  @Test
  void rangesOverlapIfOneHoldsTheOther() {
    assertThat(
            SubnetRule.overlap(
                PolicySamples.range("10.0.0.0/8"), PolicySamples.range("10.128.0.0/16")))
        .isTrue();
    assertThat(
            SubnetRule.overlap(
                PolicySamples.range("10.128.0.0/16"), PolicySamples.range("10.0.0.0/8")))
        .isTrue();
    assertThat(
            SubnetRule.overlap(
                PolicySamples.range("10.0.0.0/16"), PolicySamples.range("10.1.0.0/16")))
        .isFalse();
    assertThat(
            SubnetRule.overlap(PolicySamples.range("10.0.0.0/8"), PolicySamples.range("fd00::/16")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:1:0:0:0/80, 2001:db8:0:0:1::/80",
    "2001:0db8:0:1:1:1:1:1/128, 2001:db8:0:1:1:1:1:1/128",
    "0:0:0:0:0:0:0:1/128, ::1/128",
    "2001:DB8::/32, 2001:db8::/32"
  })
  void ipv6IsWrittenAsRfc5952Says(String text, String canonical) {
    assertThat(SubnetRule.text(PolicySamples.range(text))).isEqualTo(canonical);
  }
}
