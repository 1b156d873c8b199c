package net.groupvpn.client.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

class AskedAddressesTest {
  private static final Endpoint PEER = endpoint(7_400);
  private static final byte[] FIRST = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final byte[] SECOND = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};

  private long nanos = -7;
  private final AskedAddresses asked = new AskedAddresses(() -> nanos);

  private static Endpoint endpoint(int port) {
    return Objects.requireNonNull(Endpoint.parse("192.0.2.1:" + port));
  }

  @Test
  void whoAsksFirstIsAnsweredFromWhereItAsked() {
    asked.onReceived(PEER, SECOND);
    assertThat(asked.toSendFrom(PEER)).isEqualTo(SECOND);
    asked.onReceived(PEER, FIRST);
    assertThat(asked.toSendFrom(PEER)).isEqualTo(FIRST);
  }

  @Test
  void whoWasSentToFirstGoesOnSeeingTheKernelsChoice() {
    assertThat(asked.toSendFrom(PEER)).isNull();
    asked.onReceived(PEER, SECOND);
    assertThat(asked.toSendFrom(PEER)).isNull();
  }

  @Test
  void afterAChangeOfNetworksTheKernelChoosesForAWhile() {
    asked.onReceived(PEER, SECOND);
    asked.onNetworkChanged();
    asked.onReceived(PEER, SECOND);
    assertThat(asked.toSendFrom(PEER)).isNull();
    nanos += AskedAddresses.SETTLE_NANOS + 1;
    asked.onReceived(PEER, SECOND);
    assertThat(asked.toSendFrom(PEER)).isEqualTo(SECOND);
  }

  @Test
  void anAddressThatIsGoneIsForgottenOnce() {
    assertThat(asked.forget(PEER)).isFalse();
    asked.onReceived(PEER, SECOND);
    assertThat(asked.forget(PEER)).isTrue();
    assertThat(asked.forget(PEER)).isFalse();
    assertThat(asked.toSendFrom(PEER)).isNull();
  }

  @Test
  void onlySoManyAreRemembered() {
    asked.onReceived(PEER, SECOND);
    for (int i = 0; i < AskedAddresses.MAX_PEERS; i++) {
      asked.onReceived(endpoint(10_000 + i), FIRST);
    }
    assertThat(asked.toSendFrom(PEER)).isNull();
  }
}
