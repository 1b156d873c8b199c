package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class StatusOrderTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final NodeId self = NodeId.random(random);
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(self);
  private final LinkManager links =
      new LinkManager(
          engine, sessions, new Router(engine, self, table), table, new EndpointRules());
  private final FakeSessions.FakeSession session = sessions.add(NodeId.random(random));

  StatusOrderTest() {
    links.onEstablished(session);
  }

  /** A status over a slow path arrives after the next one over a fast path. */
  @Test
  void anOlderStatusDoesNotUndoANewerOne() {
    hear(1, 2, true);
    hear(1, 1, false);

    assertThat(table.hasJoined(session.peer())).isTrue();
    assertThat(engine.counters().get(OverlayCounter.DROPPED_LINK_STATUS_OLD)).isEqualTo(1);
  }

  @Test
  void aPeerThatBeganAgainIsBelieved() {
    hear(1, 200, true);
    hear(2, 1, false);

    assertThat(table.hasJoined(session.peer())).isFalse();
  }

  private void hear(int life, int sequence, boolean joined) {
    byte[] status =
        new LinkStatus(life, sequence, 0, false, joined, false, Set.of(), null, null).toMessage();
    links.onStatus(session, status);
  }

  @Test
  void aPeerThatBeginsAgainAndAgainIsSoonNotBelieved() {
    for (int life = 1; life <= 3 * Link.MAX_LIVES; life++) {
      hear(life, 1, true);
    }

    assertThat(engine.counters().get(OverlayCounter.LINK_BEGUN_ANEW)).isEqualTo(Link.MAX_LIVES);
    assertThat(engine.counters().get(OverlayCounter.DROPPED_LINK_STATUS_LIVES)).isPositive();
  }
}
