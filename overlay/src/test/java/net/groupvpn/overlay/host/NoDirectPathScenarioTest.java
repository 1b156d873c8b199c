package net.groupvpn.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.groupvpn.overlay.dht.Dht.Claim;
import net.groupvpn.overlay.dht.Dht.ClaimListener;
import net.groupvpn.overlay.host.TestMembers.Member;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.session.Session;
import org.junit.jupiter.api.Test;

/**
 * Members that can reach the public node, but not each other through any hole or relay, as behind
 * symmetric NATs.
 *
 * <pre>
 *            bootstrap (public overlay)
 *           /    |    \
 *         a -X-  b -X- c          X: nothing passes
 * </pre>
 */
class NoDirectPathScenarioTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final TestMembers world = new TestMembers();
  private final TestGroup group = new TestGroup();
  private final byte[] secret = new byte[32];

  private List<Member> apart(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Member next = world.join(group, secret);
      members.forEach(other -> block(other, next, true));
      members.add(next);
    }
    return members;
  }

  private void block(Member one, Member other, boolean blocked) {
    world.network.wiring().separate(one.host(), other.host(), blocked);
  }

  private static NodeId id(Member member) {
    return member.privateRealm().node().self();
  }

  private static boolean uses(Member from, Member to, Class<?> kind) {
    Session session = from.privateRealm().node().session(id(to));
    return session != null && kind.isInstance(session.path());
  }

  private static boolean allUse(List<Member> members, Class<?> kind) {
    return members.stream()
        .allMatch(a -> members.stream().allMatch(b -> a.equals(b) || uses(a, b, kind)));
  }

  private static boolean haveJoined(List<Member> members) {
    return members.stream()
        .map(member -> member.privateRealm().node())
        .allMatch(node -> node.isJoined() && !node.isAlone());
  }

  private Claim claim(Member member, NodeId key) {
    Claim[] claim = new Claim[1];
    member
        .host()
        .command(
            () ->
                claim[0] =
                    member
                        .privateRealm()
                        .node()
                        .dht()
                        .claim(key, new byte[4], ClaimListener.SILENT));
    return claim[0];
  }

  private void assertJoinAndClaim(List<Member> members) {
    assertThat(world.network.runUntil(() -> haveJoined(members), SOON)).as("joined").isTrue();
    assertThat(allUse(members, PublicOverlayPath.class)).isTrue();
    NodeId key = NodeId.hash(new byte[] {1});
    Claim first = claim(members.get(0), key);
    assertThat(world.network.runUntil(first::isHeld, SOON)).as("claim of the first").isTrue();
    Claim second = claim(members.get(1), key);
    world.network.runFor(Duration.ofSeconds(30));
    // Whoever claims in the moment of joining may have been granted the key by its own node alone.
    // Such a claim is provisional, and falls to the other one as the two meet.
    assertThat(List.of(first.isHeld(), second.isHeld())).containsOnlyOnce(true);
  }

  @Test
  void twoMembersJoinAndHoldLeasesOverThePublicOverlay() {
    assertJoinAndClaim(apart(2));
  }

  @Test
  void soDoThree() {
    assertJoinAndClaim(apart(3));
  }

  @Test
  void theyGoDirectAsSoonAsThereIsAWay() {
    List<Member> members = apart(2);
    assertThat(world.network.runUntil(() -> haveJoined(members), SOON)).isTrue();
    block(members.get(0), members.get(1), false);
    assertThat(
            world.network.runUntil(() -> allUse(members, DirectPath.class), Duration.ofMinutes(2)))
        .isTrue();
    assertThat(haveJoined(members)).isTrue();
  }

  @Test
  void theyGoOnWhenTheOpenMemberThatRelayedLeaves() {
    List<Member> members = apart(2);
    Member open = world.join(group, secret);
    assertThat(
            world.network.runUntil(
                () -> haveJoined(members) && allUse(members, RelayPath.class),
                SOON.multipliedBy(2)))
        .isTrue();
    open.host()
        .command(
            () -> {
              open.privateRealm().node().leave();
              open.publicRealm().node().leave();
            });
    open.host().stop();
    assertThat(
            world.network.runUntil(
                () -> allUse(members, PublicOverlayPath.class), Duration.ofSeconds(3)))
        .isTrue();
    assertThat(haveJoined(members)).isTrue();
  }
}
