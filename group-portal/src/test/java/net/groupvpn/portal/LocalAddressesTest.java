package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LocalAddressesTest {
  @Test
  void addressesAreNamedWithoutTheirInterface() throws UnknownHostException {
    var unscoped = InetAddress.getByName("2001:db8::7").getAddress();
    var scoped = Inet6Address.getByAddress("", unscoped, 2);
    assertThat(scoped.getHostAddress()).contains("%");
    assertThat(LocalAddresses.reachable(Stream.of(scoped, InetAddress.getByName("192.0.2.7"))))
        .containsExactly("2001:db8:0:0:0:0:0:7", "192.0.2.7");
  }

  @Test
  void aMachineWithoutAnyAddressNamesItsLoopback() throws UnknownHostException {
    var useless = Stream.of(InetAddress.getLoopbackAddress(), InetAddress.getByName("fe80::1"));
    assertThat(LocalAddresses.reachable(useless)).containsExactly("127.0.0.1");
  }
}
