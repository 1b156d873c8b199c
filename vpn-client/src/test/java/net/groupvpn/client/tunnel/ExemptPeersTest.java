package net.groupvpn.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.NumericAddress;
import org.junit.jupiter.api.Test;

class ExemptPeersTest {
  private final ExemptPeers peers = new ExemptPeers();
  private int changes;

  private static NodeId node(int number) {
    return NodeId.ofHex("%040x".formatted(number));
  }

  private static InetAddress address(int number) {
    return Objects.requireNonNull(NumericAddress.parse("203.0.113." + number));
  }

  @Test
  void whoeverMovesHasItsNewAddressAlone() {
    peers.watch(() -> changes++);
    peers.follow(true);
    peers.onPeer(node(1), address(1));
    peers.onPeer(node(1), address(1));
    peers.onPeer(node(1), address(2));
    assertThat(peers.addresses()).containsExactly(address(2));
    assertThat(changes).isEqualTo(2);
  }

  @Test
  void nobodyIsToldWhileNoModeAsks() {
    peers.watch(() -> changes++);
    peers.onPeer(node(1), address(1));
    assertThat(changes).isZero();
    assertThat(peers.addresses()).containsExactly(address(1));
  }

  @Test
  void whoeverIsRelayedOrGoneHasNone() {
    peers.onPeer(node(1), address(1));
    peers.onPeer(node(2), address(2));
    peers.onPeer(node(1), null);
    peers.onGone(node(2));
    peers.onGone(node(3));
    assertThat(peers.addresses()).isEmpty();
  }

  @Test
  void thereIsRoomForSoManyAndTheRestIsCounted() {
    for (int i = 0; i <= ExemptPeers.MAX_PEERS; i++) {
      peers.onPeer(node(i), address(i));
    }
    assertThat(peers.addresses()).hasSize(ExemptPeers.MAX_PEERS);
    assertThat(peers.refused()).isEqualTo(1);
  }
}
