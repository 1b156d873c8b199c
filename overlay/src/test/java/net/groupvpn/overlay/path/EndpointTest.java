package net.groupvpn.overlay.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:7400", "[2001:db8:0:0:0:0:0:1]:1", "255.255.255.255:65535"})
  void readsWhatItWrites(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }

  /** The JDK would ask a name server about most of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "999.1.1.1:7400",
        "256.0.2.1:7400",
        "192.0.2:7400",
        "99999999999:7400",
        "192.0.2.1.:7400",
        "example.org:7400",
        "a:7400",
        "[fe80::1%eth0]:7400",
        "[::1::2]:7400",
        "[192.0.2.1]:7400",
        "2001:db8::1:7400",
        "192.0.2.1:0",
        "192.0.2.1:65536",
        "192.0.2.1",
        ":7400",
        ""
      })
  void anythingElseIsNone(String text) {
    assertThat(Endpoint.parse(text)).isNull();
  }

  @Test
  void anIpv4MappedAddressIsTheIpv4Address() {
    assertThat(Endpoint.parse("[::ffff:192.0.2.1]:7400")).hasToString("192.0.2.1:7400");
  }
}
