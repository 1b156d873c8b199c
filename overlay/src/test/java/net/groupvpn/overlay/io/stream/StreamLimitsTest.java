package net.groupvpn.overlay.io.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

class StreamLimitsTest {
  private final StreamLimits limits = new StreamLimits();
  private long nowNanos;

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  private boolean admitLater(InetAddress from) {
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    return limits.admit(from, nowNanos);
  }

  @Test
  void oneAddressGetsAFewConnectionsAndOthersStillGetTheirs() throws Exception {
    for (int i = 0; i < StreamLimits.MAX_PER_ADDRESS; i++) {
      assertThat(admitLater(address("192.0.2.1"))).isTrue();
    }
    assertThat(admitLater(address("192.0.2.1"))).isFalse();
    assertThat(admitLater(address("192.0.2.2"))).isTrue();

    limits.onClosed(address("192.0.2.1"), false);

    assertThat(admitLater(address("192.0.2.1"))).isTrue();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() throws Exception {
    for (int i = 0; i < StreamLimits.MAX_PER_ADDRESS; i++) {
      assertThat(admitLater(address("2001:db8::" + (i + 1)))).isTrue();
    }
    assertThat(admitLater(address("2001:db8::ffff"))).isFalse();
    assertThat(admitLater(address("2001:db8:0:1::1"))).isTrue();
  }

  @Test
  void thoseThatProveNothingLeaveRoomForThoseThatDo() throws Exception {
    for (int i = 0; i < StreamLimits.MAX_UNPROVED; i++) {
      assertThat(admitLater(address("192.0.2." + i))).isTrue();
    }
    assertThat(admitLater(address("198.51.100.1"))).isFalse();

    limits.onProved();

    assertThat(admitLater(address("198.51.100.1"))).isTrue();
  }

  @Test
  void inOneSecondOnlySoManyHandshakesBegin() throws Exception {
    for (int i = 0; i < StreamLimits.MAX_PER_SECOND; i++) {
      assertThat(limits.admit(address("192.0.2." + i), 0)).isTrue();
    }
    assertThat(limits.admit(address("198.51.100.1"), 0)).isFalse();
    assertThat(limits.admit(address("198.51.100.1"), TimeUnit.SECONDS.toNanos(1))).isTrue();
  }

  @Test
  void anEndpointThatWasNotReachedIsLeftAloneForLongerAndLonger() throws Exception {
    DialPauses pauses = new DialPauses();
    Endpoint endpoint = new Endpoint(address("192.0.2.1"), 443);

    pauses.onFailed(endpoint, 0);
    assertThat(pauses.isPaused(endpoint, DialPauses.FIRST_NANOS - 1)).isTrue();
    assertThat(pauses.isPaused(endpoint, DialPauses.FIRST_NANOS)).isFalse();
    pauses.onFailed(endpoint, 0);
    assertThat(pauses.isPaused(endpoint, DialPauses.FIRST_NANOS)).isTrue();

    pauses.onReached(endpoint);
    assertThat(pauses.isPaused(endpoint, 0)).isFalse();
  }
}
