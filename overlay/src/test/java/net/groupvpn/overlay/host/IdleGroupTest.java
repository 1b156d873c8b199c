package net.groupvpn.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.Dht;
import net.groupvpn.overlay.host.TestMembers.Member;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.virtual.SimulatedHost;
import org.junit.jupiter.api.Test;

/** What members send in both overlays while there is no traffic. */
class IdleGroupTest {
  private static final int MEMBERS = 50;
  private static final int VALUE_BYTES = 40;
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int IP_AND_UDP_BYTES = 28;
  private static final Duration QUIET = Duration.ofMinutes(3);
  private static final Duration SPAN = Duration.ofMinutes(5);

  private final TestMembers world = new TestMembers();
  private final List<Member> members = new ArrayList<>();
  private final List<Dht.Claim> claims = new ArrayList<>();

  private static long wireBytes(Member member) {
    SimulatedHost host = member.host();
    return host.sentBytes() + host.sentDatagrams() * IP_AND_UDP_BYTES;
  }

  /** What each member stores in the hash table of its group. */
  private void store(Member member) {
    OverlayNode node = member.privateRealm().node();
    for (String kind : List.of("address", "name")) {
      claims.add(
          node.dht().claim(key(kind, node), new byte[VALUE_BYTES], Dht.ClaimListener.SILENT));
    }
    node.dht().put(key("node", node), new byte[VALUE_BYTES], LIFE.toNanos(), stored -> {});
  }

  private static NodeId key(String kind, OverlayNode node) {
    return NodeId.hash(kind.getBytes(StandardCharsets.UTF_8), node.self().toBytes());
  }

  private boolean allJoined() {
    return members.stream().allMatch(member -> member.privateRealm().node().isJoined());
  }

  @Test
  void anIdleMemberOfFiftySendsLessThanAKilobytePerSecond() {
    TestGroup group = new TestGroup();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(world.join(group, new byte[32]));
      world.network.runFor(Duration.ofMillis(100));
    }
    assertThat(world.network.runUntil(this::allJoined, Duration.ofMinutes(2))).isTrue();
    members.forEach(member -> member.host().command(() -> store(member)));
    world.network.runFor(QUIET);
    assertThat(claims).hasSize(2 * MEMBERS).allMatch(Dht.Claim::isHeld);
    long[] before = members.stream().mapToLong(IdleGroupTest::wireBytes).toArray();
    world.network.runFor(SPAN);
    List<Long> bytesPerSecond = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      bytesPerSecond.add((wireBytes(members.get(i)) - before[i]) / SPAN.toSeconds());
    }
    long mean = bytesPerSecond.stream().mapToLong(Long::longValue).sum() / MEMBERS;
    assertThat(mean).as("bytes per second, mean of %s", bytesPerSecond).isLessThan(800);
    // A node that happens to forward for others sends more.
    assertThat(bytesPerSecond.stream().filter(sent -> sent < 1_000).count())
        .as("members under 1,000 bytes per second of %s", bytesPerSecond)
        .isGreaterThanOrEqualTo(MEMBERS * 9 / 10);
  }
}
