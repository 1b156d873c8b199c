package net.groupvpn.client.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameServersTest {
  @Test
  void addressesAreReadAndNothingIsLookedUp() {
    assertThat(
            NameServers.of(
                List.of(
                    "# nameserver 192.0.2.1",
                    "nameserver 192.0.2.53",
                    "nameserver  2001:db8::53 ",
                    "nameserver example.org",
                    "search example.org")))
        .extracting(InetAddress::getHostAddress)
        .containsExactly("192.0.2.53", "2001:db8:0:0:0:0:0:53");
  }
}
