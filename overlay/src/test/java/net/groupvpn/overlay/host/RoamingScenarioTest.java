package net.groupvpn.overlay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.groupvpn.overlay.host.TestMembers.Member;
import net.groupvpn.overlay.identity.TestGroup;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.virtual.NatType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A member moves to other networks, while its peer is behind a filter that admits only endpoints to
 * which the peer has sent. The filter must learn the member's present endpoint.
 */
class RoamingScenarioTest {
  private static final int MOVES = 10;
  private static final int FIRST_NUMBER = 50;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final TestMembers world = new TestMembers();
  private final TestGroup group = new TestGroup();
  private final byte[] secret = new byte[32];

  private Member filtered() {
    return world.join(group, secret, NatType.FIREWALL);
  }

  private static @Nullable Path path(Member from, Member to) {
    Session session = session(from, to);
    return session == null ? null : session.path();
  }

  private static @Nullable Session session(Member from, Member to) {
    return from.privateRealm().node().session(to.privateRealm().node().self());
  }

  private static Path directTo(Member member) {
    return new DirectPath(member.host().endpoint());
  }

  private static boolean areDirect(Member one, Member other) {
    return directTo(other).equals(path(one, other)) && directTo(one).equals(path(other, one));
  }

  private static boolean haveFoundEachOther(Member mover, Member peer) {
    Session session = session(mover, peer);
    return areDirect(mover, peer) && session != null && !session.isMoving();
  }

  private void move(Member member, int number) {
    world.network.wiring().readdress(member.host(), number);
    member
        .host()
        .command(
            () -> {
              List<Endpoint> here = List.of(member.host().endpoint());
              member.privateRealm().node().attachment().setLocalCandidates(here);
              member.publicRealm().node().attachment().setLocalCandidates(here);
              member.privateRealm().node().attachment().onNetworkChanged();
              member.publicRealm().node().attachment().onNetworkChanged();
            });
  }

  private void assertFollows(Member mover, Member peer) {
    assertThat(world.network.runUntil(() -> areDirect(mover, peer), SOON)).as("met").isTrue();
    for (int i = 0; i < MOVES; i++) {
      world.network.runFor(CALM);
      move(mover, FIRST_NUMBER + i);
      assertThat(world.network.runUntil(() -> haveFoundEachOther(mover, peer), LONGEST))
          .as("move %d: %s and %s", i, path(mover, peer), path(peer, mover))
          .isTrue();
    }
  }

  @Test
  void aFilteredPeerIsToldOverThePublicOverlay() {
    Member mover = world.join(group, secret);
    assertFollows(mover, filtered());
  }

  @Test
  void aFilteredPeerIsToldByACommonNeighbour() {
    Member mover = world.join(group, secret);
    Member peer = filtered();
    Member neighbour = world.join(group, secret);
    assertThat(
            world.network.runUntil(
                () -> areDirect(mover, neighbour) && areDirect(peer, neighbour), SOON))
        .isTrue();
    world.bootstrap.stop();
    assertFollows(mover, peer);
  }

  @Test
  void twoFilteredOnesFindEachOther() {
    assertFollows(filtered(), filtered());
  }
}
