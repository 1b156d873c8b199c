package net.groupvpn.overlay.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.groupvpn.overlay.dht.Dht.StoredRecord;
import net.groupvpn.overlay.discovery.PublicDiscovery.Member;
import net.groupvpn.overlay.host.PublicTestNodes;
import net.groupvpn.overlay.host.Realm;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

/**
 * A former member still knows the group's secret, and publishes as many entries as the limits
 * allow.
 */
class DiscoverySampleTest {
  private static final DiscoveryKeys GROUP = DiscoveryKeys.of(new byte[32]);

  private final Random random = new Random(11);
  private final PublicTestNodes nodes = new PublicTestNodes();
  private final Realm realm = nodes.add();

  private StoredRecord entry(long version) {
    Member member = new Member(NodeId.random(random), NodeId.random(random));
    byte[] nonce = new byte[DiscoveryKeys.NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] value = DiscoveryEntry.write(GROUP, member, nonce);
    return new StoredRecord(member.publicNode(), member.publicNode(), version, value);
  }

  @Test
  void theHighestVersionsDoNotHideTheMembers() {
    List<StoredRecord> stored = new ArrayList<>();
    for (int i = 0; i < 180; i++) {
      stored.add(entry(Long.MAX_VALUE));
    }
    Set<NodeId> members = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      StoredRecord honest = entry(1);
      stored.add(honest);
      members.add(honest.publisher());
    }
    OverlayDiscovery discovery =
        new OverlayDiscovery(realm.engine(), realm.node().dht(), realm.node().messenger(), GROUP);
    Set<NodeId> found = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      List<Member> drawn = discovery.genuine(discovery.shuffled(stored));
      assertThat(drawn).hasSize(PublicDiscovery.MAX_FOUND);
      drawn.forEach(member -> found.add(member.publicNode()));
    }
    assertThat(found).containsAnyElementsOf(members);
    members.removeAll(found);
    assertThat(members).hasSizeLessThan(5);
  }

  private int put(Realm by, Duration life) {
    byte[] nonce = new byte[DiscoveryKeys.NONCE_BYTES];
    random.nextBytes(nonce);
    Member self = new Member(NodeId.random(random), by.node().self());
    byte[] value = DiscoveryEntry.write(GROUP, self, nonce);
    List<Integer> stored = new ArrayList<>();
    nodes
        .network
        .hosts()
        .get(1)
        .command(() -> by.node().dht().put(GROUP.place(), value, life.toNanos(), stored::add));
    assertThat(nodes.network.runUntil(() -> !stored.isEmpty(), Duration.ofSeconds(20))).isTrue();
    return stored.get(0);
  }

  @Test
  void nobodyKeepsAnEntryForDays() {
    Realm other = nodes.add();
    nodes.network.runUntil(other.node()::isJoined, Duration.ofSeconds(20));
    assertThat(put(other, Duration.ofDays(7))).isZero();
    assertThat(put(other, Duration.ofMinutes(30))).isPositive();
  }
}
