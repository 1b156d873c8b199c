package net.groupvpn.overlay.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.groupvpn.overlay.document.DocumentMessage.Offer;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class DocumentPeersTest {
  private static final int DRAWS = 1_000;

  private static final Offer OWN = new Offer(6, 500, null);

  private final Random random = new Random(5);
  private final DocumentPeers peers = new DocumentPeers(random);

  private NodeId peer(String member, long number) {
    NodeId id = NodeId.random(random);
    peers.add(id, member);
    peers.onOffer(id, new Offer(number, 500, null));
    return id;
  }

  @Test
  void aMemberWithManyMachinesAndAHugeNumberIsDrawnNoMoreOftenThanAnother() {
    for (int i = 0; i < 50; i++) {
      peer("mallory", Long.MAX_VALUE);
    }
    NodeId honest = peer("alice", 7);
    int drawn = 0;
    for (int i = 0; i < DRAWS; i++) {
      drawn += Objects.equals(peers.draw(OWN, Set.of(), 0), honest) ? 1 : 0;
    }
    assertThat(drawn).isBetween(DRAWS * 4 / 10, DRAWS * 6 / 10);
  }

  @Test
  void whoeverFailedOnceIsLeftOutForAWhileAndTwiceAsLongTheNextTime() {
    NodeId only = peer("alice", 7);
    peers.failed(only, 0);
    assertThat(peers.draw(OWN, Set.of(), DocumentPeers.FIRST_PAUSE_NANOS - 1)).isNull();
    assertThat(peers.draw(OWN, Set.of(), DocumentPeers.FIRST_PAUSE_NANOS)).isEqualTo(only);
    peers.failed(only, 0);
    assertThat(peers.draw(OWN, Set.of(), 2 * DocumentPeers.FIRST_PAUSE_NANOS - 1)).isNull();
    assertThat(peers.draw(OWN, Set.of(), 2 * DocumentPeers.FIRST_PAUSE_NANOS)).isEqualTo(only);
  }

  @Test
  void aNewSessionDoesNotClearAFailure() {
    NodeId only = peer("alice", 7);
    peers.failed(only, 0);
    peers.remove(only);
    peers.add(only, "alice");
    peers.onOffer(only, new Offer(7, 500, null));
    assertThat(peers.draw(OWN, Set.of(), 1)).isNull();
    peers.succeeded(only);
    assertThat(peers.draw(OWN, Set.of(), 1)).isEqualTo(only);
  }

  @Test
  void whoeverHasNothingNewOrIsBusyIsNotDrawn() {
    NodeId busy = peer("alice", 7);
    peer("bob", 6);
    assertThat(peers.draw(OWN, Set.of(busy), 0)).isNull();
  }
}
