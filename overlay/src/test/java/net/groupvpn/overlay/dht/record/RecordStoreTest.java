package net.groupvpn.overlay.dht.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import net.groupvpn.overlay.dht.rpc.Signed;
import net.groupvpn.overlay.id.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordStoreTest {
  private static final long LONG_NANOS = Long.MAX_VALUE;

  private final Random random = new Random(1);
  private final RecordStore store = new RecordStore(new SplittableRandom(2));
  private final Carrier flooder = new Carrier(id(), "flooder's network");
  private final Carrier other = new Carrier(id(), "another network");
  private long nowNanos;

  private NodeId id() {
    return NodeId.random(random);
  }

  private static SignedRecord record(NodeId key, NodeId publisher, long version) {
    Signed signed = new Signed(new byte[0], new byte[0], new byte[0]);
    return new SignedRecord(
        key, publisher, version, false, 60_000, Long.MAX_VALUE, new byte[0], signed);
  }

  private @Nullable NodeId put(NodeId key, Carrier carrier) {
    NodeId publisher = id();
    RecordStore.Entry kept =
        store.put(record(key, publisher, Long.MAX_VALUE), carrier, nowNanos++, LONG_NANOS);
    return kept == null ? null : publisher;
  }

  private List<NodeId> putMany(int count, NodeId key, Carrier carrier) {
    List<NodeId> publishers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NodeId publisher = put(key, carrier);
      assertThat(publisher).isNotNull();
      publishers.add(publisher);
    }
    return publishers;
  }

  private List<NodeId> kept(NodeId key) {
    return store.find(key, null).stream().map(entry -> entry.record.publisher()).toList();
  }

  @Test
  void aFloodOfFreeKeysPushesOutNoRecordOfOthers() {
    NodeId key = id();
    List<NodeId> honest = putMany(20, key, other);
    for (int i = 0; i < 2 * RecordStore.MAX_RECORDS; i++) {
      put(id(), flooder);
    }
    assertThat(store.size()).isEqualTo(RecordStore.MAX_RECORDS_PER_CARRIER + honest.size());
    assertThat(kept(key)).containsExactlyInAnyOrderElementsOf(honest);
    assertThat(put(id(), other)).isNotNull();
  }

  @Test
  void aNetworkWithManyNodesHasAShareToo() {
    for (int node = 0; node < 16; node++) {
      Carrier one = new Carrier(id(), flooder.share());
      for (int i = 0; i < 500; i++) {
        put(id(), one);
      }
    }
    assertThat(store.size()).isEqualTo(RecordStore.MAX_RECORDS_PER_NETWORK);
  }

  @Test
  void whenAllIsFullTheLargestShareMakesRoom() {
    List<NodeId> keys = new ArrayList<>();
    for (int network = 0; network < 8; network++) {
      Carrier one = new Carrier(id(), "network " + network);
      for (int i = 0; i < 600; i++) {
        put(id(), one);
      }
    }
    assertThat(store.size()).isEqualTo(RecordStore.MAX_RECORDS);
    for (int i = 0; i < 100; i++) {
      NodeId key = id();
      keys.add(key);
      put(key, other);
    }
    assertThat(store.size()).isEqualTo(RecordStore.MAX_RECORDS);
    assertThat(keys).allMatch(key -> !kept(key).isEmpty());
  }

  @Test
  void whoeverKnowsAGroupsSecretDoesNotPushItsMembersOut() {
    NodeId place = id();
    List<NodeId> members = putMany(20, place, other);
    for (int i = 0; i < 4 * RecordStore.MAX_RECORDS_PER_KEY; i++) {
      put(place, flooder);
    }
    assertThat(kept(place)).hasSize(RecordStore.MAX_RECORDS_PER_KEY).containsAll(members);
    List<NodeId> newcomers = putMany(20, place, other);
    assertThat(kept(place)).containsAll(newcomers).containsAll(members);
  }

  @Test
  void membersThatCameBeforeAFloodStayThoughTheyCameByTheSameNeighbour() {
    NodeId place = id();
    List<NodeId> members = putMany(20, place, flooder);
    for (int i = 0; i < 4 * RecordStore.MAX_RECORDS_PER_KEY; i++) {
      put(place, flooder);
    }
    assertThat(kept(place)).containsAll(members);
  }

  @Test
  void aPublisherThatComesBackByAnotherWayKeepsItsPlace() {
    NodeId key = id();
    NodeId publisher = id();
    store.put(record(key, publisher, 1), other, 1, LONG_NANOS);
    RecordStore.Entry newer =
        Objects.requireNonNull(store.put(record(key, publisher, 2), flooder, 50, LONG_NANOS));
    assertThat(newer.carrier).isEqualTo(other);
    assertThat(newer.bornNanos).isEqualTo(1);
  }
}
