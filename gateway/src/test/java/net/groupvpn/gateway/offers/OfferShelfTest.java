package net.groupvpn.gateway.offers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class OfferShelfTest {
  private static final NodeId GREEDY = NodeId.hash(new byte[] {1});

  private final OfferShelf<String> shelf = new OfferShelf<>();

  /** Lower numbers are lower IDs. */
  private static NodeId node(int number) {
    return NodeId.of(ByteBuffer.allocate(NodeId.BYTES).putInt(number).array());
  }

  private static NodeId unit(int number) {
    return NodeId.hash(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  private static MachineOffer<String> offer(NodeId unit) {
    return new MachineOffer<>(unit, "something");
  }

  private static SortedMap<NodeId, MachineOffer<String>> others(int count) {
    SortedMap<NodeId, MachineOffer<String>> found = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      found.put(node(1_000_000 + i), offer(unit(i)));
    }
    return found;
  }

  @Test
  void aMemberWithManyMachinesTakesRoomFromNobodyWhateverItsIds() {
    SortedMap<NodeId, MachineOffer<String>> found = others(100);
    for (int i = 0; i < 400; i++) {
      found.put(node(i), offer(GREEDY));
    }
    assertThat(shelf.replaceBy(found)).isEqualTo(500 - OfferShelf.MAX_OFFERS);
    assertThat(shelf.all()).hasSize(OfferShelf.MAX_OFFERS).containsAllEntriesOf(others(100));
  }

  @Test
  void whoWasThereFirstStays() {
    assertThat(shelf.replaceBy(others(OfferShelf.MAX_OFFERS))).isZero();
    SortedMap<NodeId, MachineOffer<String>> found = others(OfferShelf.MAX_OFFERS);
    found.put(node(1), offer(unit(7_777)));
    assertThat(shelf.replaceBy(found)).isEqualTo(1);
    assertThat(shelf.all()).containsOnlyKeys(others(OfferShelf.MAX_OFFERS).keySet());
  }

  @Test
  void whatIsMissingIsKeptForAFewReadings() {
    shelf.replaceBy(others(1));
    for (int i = 0; i < OfferShelf.MAX_MISSED; i++) {
      shelf.replaceBy(new TreeMap<>());
      assertThat(shelf.all()).hasSize(1);
    }
    shelf.replaceBy(new TreeMap<>());
    assertThat(shelf.all()).isEmpty();
  }
}
