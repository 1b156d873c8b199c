package net.groupvpn.gateway;

import static net.groupvpn.gateway.ExitRule.Verdict.ALLOWED;
import static net.groupvpn.gateway.ExitRule.Verdict.NEVER;
import static net.groupvpn.gateway.ExitRule.Verdict.PRIVATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.path.AddressRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitRuleTest {
  private final ExitRule rule = rule("192.168.7.0/24", "fd00:7::/64");

  private static ExitRule rule(String... allowed) {
    return ExitRule.of(
        List.of(range("10.128.0.0/16"), range("fd12:3456:789a::/48")),
        List.of(address("198.51.100.5"), address("192.168.7.5"), address("2001:db8:1::5")),
        List.of(range("198.51.100.0/28"), range("2001:db8:1::/64")),
        Arrays.stream(allowed).map(ExitRuleTest::range).toList());
  }

  private static AddressRange range(String text) {
    int slash = text.indexOf('/');
    return new AddressRange(
        address(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.1.1",
        "169.254.169.254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "fd00:ec2::254",
        "::127.0.0.1",
        "64:ff9b:1::1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::169.254.169.254",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "10.128.0.9",
        "fd12:3456:789a::9",
        "64:ff9b::10.128.0.9",
        "2002:a80:9::1",
        "198.51.100.5",
        "192.168.7.5",
        "2001:db8:1::5",
        "64:ff9b::198.51.100.5"
      })
  void nobodyMayGoThereWhateverIsAllowed(String text) {
    assertThat(rule.judge(address(text))).isEqualTo(NEVER);
    assertThat(rule("0.0.0.0/0", "::/0").judge(address(text))).isEqualTo(NEVER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "fc00::1",
        "fd99::1",
        "198.51.100.6",
        "2001:db8:1::6",
        "64:ff9b::10.0.0.1",
        "2002:c0a8:1::1"
      })
  void privateNetworksAreForThoseWhomTheOwnerLets(String text) {
    assertThat(rule.judge(address(text))).isEqualTo(PRIVATE);
    assertThat(rule("0.0.0.0/0", "::/0").judge(address(text))).isEqualTo(ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "198.51.100.16",
        "172.32.0.1",
        "100.128.0.1",
        "2001:db8:2::1",
        "2606:4700::1",
        "64:ff9b::1.1.1.1",
        "2002:101:101::1",
        "192.168.7.9",
        "fd00:7::9"
      })
  void theInternetAndWhatIsAllowedIsOpen(String text) {
    assertThat(rule.judge(address(text))).isEqualTo(ALLOWED);
  }

  /** What kernel rules are made of. */
  @Test
  void theListsSayTheSame() {
    for (String text : List.of("127.0.0.1", "10.0.0.1", "192.168.7.9", "1.1.1.1", "fe80::1")) {
      InetAddress address = address(text);
      boolean isOpen =
          rule.never().stream().noneMatch(range -> range.contains(address))
              && (rule.allowed().stream().anyMatch(range -> range.contains(address))
                  || rule.unlessAllowed().stream().noneMatch(range -> range.contains(address)));
      assertThat(rule.judge(address) == ALLOWED).as(text).isEqualTo(isOpen);
    }
  }
}
