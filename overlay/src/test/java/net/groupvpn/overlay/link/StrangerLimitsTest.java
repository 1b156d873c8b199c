package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.groupvpn.overlay.engine.Counters;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.session.Session;
import org.junit.jupiter.api.Test;

class StrangerLimitsTest {
  private final Random random = new Random(3);
  private final List<Session> closed = new ArrayList<>();
  private final FakeSessions sessions =
      new FakeSessions() {
        @Override
        void onClose(Session session) {
          closed.add(session);
        }
      };
  private final Counters counters = new Counters();
  private final StrangerLimits limits = new StrangerLimits(sessions, counters);

  private Session arrive(Path path) {
    Session session = sessions.add(NodeId.random(random), path);
    limits.check(session);
    return session;
  }

  private Session arriveFrom(String endpoint) {
    return arrive(new DirectPath(endpoint(endpoint)));
  }

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text), text);
  }

  @Test
  void oneAddressHasSoManySessionsAndNoMore() {
    for (int i = 0; i < StrangerLimits.MAX_PER_ADDRESS; i++) {
      arriveFrom("198.51.100.7:" + (1_024 + i));
    }
    assertThat(closed).isEmpty();
    arriveFrom("198.51.100.7:9");
    assertThat(closed).hasSize(1);
    arriveFrom("198.51.100.8:9");
    assertThat(closed).hasSize(1);
    assertThat(counters.get(OverlayCounter.DROPPED_SESSION_NETWORK)).isEqualTo(1);
  }

  @Test
  void aNetworkHasSoManySessionsAndOthersAreAdmittedAllTheSame() {
    for (int i = 0; i < StrangerLimits.MAX_PER_NETWORK; i++) {
      arriveFrom("198.51.100." + (i % 200) + ":" + (1_024 + i));
    }
    assertThat(closed).isEmpty();
    arriveFrom("198.51.100.201:9");
    assertThat(closed).hasSize(1);
    arriveFrom("203.0.113.1:9");
    assertThat(closed).hasSize(1);
  }

  @Test
  void anIpv6NetworkHasNoMore() {
    for (int i = 0; i <= StrangerLimits.MAX_PER_NETWORK; i++) {
      arriveFrom("[2001:db8:7:" + Integer.toHexString(i) + "::1]:7400");
    }
    assertThat(closed).hasSize(1);
  }

  @Test
  void thoseWithoutAnAddressAreCountedTogether() {
    for (int i = 0; i <= StrangerLimits.MAX_ELSEWHERE; i++) {
      arrive(new OverlayPath(NodeId.random(random), null));
    }
    assertThat(closed).hasSize(1);
    arriveFrom("203.0.113.1:9");
    assertThat(closed).hasSize(1);
  }

  @Test
  void whoeverLeavesOrMovesMakesRoom() {
    Session first = arriveFrom("198.51.100.7:9");
    Session second = arriveFrom("198.51.100.7:10");
    for (int i = 2; i < StrangerLimits.MAX_PER_ADDRESS; i++) {
      arriveFrom("198.51.100.7:" + (1_024 + i));
    }
    limits.forget(first);
    arriveFrom("198.51.100.7:11");
    limits.check(sessions.add(second.peer(), new DirectPath(endpoint("203.0.113.1:9"))));
    arriveFrom("198.51.100.7:12");
    assertThat(closed).isEmpty();
    arriveFrom("198.51.100.7:13");
    assertThat(closed).hasSize(1);
  }

  @Test
  void nobodyIsLookedAtButWhoeverMoves() {
    FakeSessions many =
        new FakeSessions() {
          @Override
          public List<Session> all() {
            throw new AssertionError("a peer moves as often as it likes");
          }
        };
    StrangerLimits cheap = new StrangerLimits(many, counters);
    NodeId peer = NodeId.random(random);
    cheap.check(many.add(peer, new DirectPath(endpoint("203.0.113.1:9"))));
    cheap.check(many.add(peer, new DirectPath(endpoint("203.0.113.2:9"))));
    assertThat(counters.get(OverlayCounter.DROPPED_SESSION_NETWORK)).isZero();
  }
}
