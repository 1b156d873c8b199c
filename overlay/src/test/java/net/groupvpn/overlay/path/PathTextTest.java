package net.groupvpn.overlay.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.StreamPath;
import org.junit.jupiter.api.Test;

class PathTextTest {
  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text));
  }

  @Test
  void anEndpointIsUdpUnlessItSaysTcp() {
    Endpoint udp = endpoint("192.0.2.1:7400");
    Endpoint tcp = endpoint("[2001:db8::1]:443");

    assertThat(PathText.parse("192.0.2.1:7400")).isEqualTo(new DirectPath(udp));
    assertThat(PathText.parse("tcp:[2001:db8::1]:443")).isEqualTo(new StreamPath(tcp));
    assertThat(PathText.parse(PathText.ofStream(tcp))).isEqualTo(new StreamPath(tcp));
  }

  @Test
  void whatIsNoEndpointIsNothing() {
    assertThat(PathText.parse("tcp:example.org:443")).isNull();
    assertThat(PathText.parse("tcp:")).isNull();
    assertThat(PathText.parse("udp:192.0.2.1:7400")).isNull();
  }
}
