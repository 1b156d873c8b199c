package net.groupvpn.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallerAddressTest {
  @Test
  void addressesArePlain() {
    assertThat(CallerAddress.plain("192.0.2.7")).isEqualTo("192.0.2.7");
    assertThat(CallerAddress.plain("[2001:db8::7]")).isEqualTo("2001:db8::7");
    assertThat(CallerAddress.plain("[fe80::7%eth0]")).isEqualTo("fe80::7");
  }

  @Test
  void allAddressesOfOneIpv6NetworkCountAsOne() {
    var network = CallerAddress.network("2001:db8:0:1::7");
    assertThat(CallerAddress.network("2001:db8:0:1:ffff:ffff:ffff:ffff")).isEqualTo(network);
    assertThat(CallerAddress.network("2001:db8:0:2::7")).isNotEqualTo(network);
  }

  @Test
  void anIpv4AddressCountsByItself() {
    assertThat(CallerAddress.network("192.0.2.7")).isEqualTo("192.0.2.7");
  }
}
