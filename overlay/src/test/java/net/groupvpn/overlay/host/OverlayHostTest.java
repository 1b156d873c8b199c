package net.groupvpn.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.groupvpn.overlay.host.TestMembers.Member;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import org.junit.jupiter.api.Test;

class OverlayHostTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final TestMembers world = new TestMembers();
  private final TestGroup group = new TestGroup();
  private final byte[] secret = secret(1);

  private static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }

  private static boolean isLinked(Member from, Member to) {
    Session session = from.privateRealm().node().session(to.privateRealm().node().self());
    return session != null && session.path() instanceof DirectPath;
  }

  @Test
  void membersThatKnowOnlyAPublicSeedFindEachOther() {
    Member a = world.join(group, secret);
    Member b = world.join(group, secret);
    assertThat(world.network.runUntil(() -> isLinked(a, b) && isLinked(b, a), SOON)).isTrue();
    assertThat(
            world.network.runUntil(
                () -> a.privateRealm().node().isJoined() && b.privateRealm().node().isJoined(),
                SOON))
        .isTrue();
  }

  /** Members that find each other first join without the others, who may have done the same. */
  @Test
  void membersThatStartAtTheSameMomentAreOneGroupSoon() {
    List<Member> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(world.join(group, secret));
    }

    assertThat(world.network.runUntil(() -> areAllLinked(all), Duration.ofSeconds(20))).isTrue();
  }

  private static boolean areAllLinked(List<Member> all) {
    return all.stream()
        .allMatch(from -> all.stream().allMatch(to -> from.equals(to) || isLinked(from, to)));
  }

  @Test
  void theFirstPrivateFramesTravelOverThePublicOverlay() {
    int[] privateHandshakes = new int[1];
    Member a = world.join(group, secret);
    Member b = world.join(group, secret);
    byte[] tag = a.privateRealm().tag();
    world
        .network
        .wiring()
        .setWire(
            (from, to, datagram) -> {
              boolean handshake = datagram[0] == 1;
              boolean ours = Arrays.equals(datagram, 2, 10, tag, 0, 8);
              privateHandshakes[0] += handshake && ours ? 1 : 0;
              return datagram;
            });
    assertThat(world.network.runUntil(() -> isLinked(a, b), SOON)).isTrue();
    assertThat(privateHandshakes[0]).as("private handshakes seen on the wire").isZero();
  }

  @Test
  void groupsDoNotMeet() {
    TestGroup other = new TestGroup();
    Member a = world.join(group, secret);
    Member stranger = world.join(other, secret(2));
    Member b = world.join(group, secret);
    assertThat(world.network.runUntil(() -> isLinked(a, b), SOON)).isTrue();
    world.network.runFor(SOON);
    assertThat(stranger.privateRealm().node().sessions().all()).isEmpty();
  }

  @Test
  void theGroupOutlivesItsBootstrapNode() {
    Member a = world.join(group, secret);
    Member b = world.join(group, secret);
    assertThat(world.network.runUntil(() -> isLinked(a, b), SOON)).isTrue();
    world.bootstrap.stop();
    world.network.runFor(Duration.ofMinutes(5));
    assertThat(isLinked(a, b)).isTrue();
    assertThat(a.privateRealm().node().isJoined()).isTrue();
  }
}
