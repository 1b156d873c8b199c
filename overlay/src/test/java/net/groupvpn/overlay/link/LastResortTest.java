package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

/** When a session over the public overlay becomes a link of last resort. */
class LastResortTest {
  private static final byte[] FROM_LISTENER = {99};

  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final NodeId self = NodeId.random(random);
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(self);
  private final LinkManager links =
      new LinkManager(
          engine, sessions, new Router(engine, self, table), table, new EndpointRules());
  private final FakeSessions.FakeSession session =
      sessions.add(NodeId.random(random), new PublicOverlayPath(NodeId.random(random)));

  private void establish() {
    links.onEstablished(session);
  }

  private void hearThatThePeerHasSettledIt() {
    byte[] status = new LinkStatus(1, 1, 0, false, true, true, Set.of(), null, null).toMessage();
    links.onStatus(session, status);
  }

  private void waitForOneself() {
    engine.onTimeout(new Now(1 + DistantWatch.DISTANT_NANOS, 1));
  }

  @Test
  void itBecomesOneAfterAWhile() {
    establish();
    assertThat(table.isLinked(session.peer())).isFalse();
    waitForOneself();
    assertThat(table.isLastResort(session.peer())).isTrue();
  }

  /**
   * Otherwise what the peer sends over its new link is dropped here, and arrives again a second
   * later.
   */
  @Test
  void itBecomesOneAtOnceWhenThePeerHasDecidedSo() {
    establish();
    hearThatThePeerHasSettledIt();
    assertThat(table.isLastResort(session.peer())).isTrue();
  }

  @Test
  void whoHasOtherLinksDecidesAlone() {
    links.onEstablished(sessions.add(NodeId.random(random)));
    establish();
    hearThatThePeerHasSettledIt();
    assertThat(table.isLinked(session.peer())).isFalse();
  }

  @Test
  void thePeerIsToldBeforeAnythingGoesOverTheLink() throws Exception {
    links.start(
        new LinkListener() {
          @Override
          public void onLinkUp(Link link) {
            table.send(link.peer(), FROM_LISTENER);
          }
        });
    establish();
    engine.onTimeout(new Now(DistantWatch.DISTANT_NANOS, 1));
    sessions.sent.clear();
    waitForOneself();
    assertThat(sessions.sent).contains(FROM_LISTENER);
    byte[] first = sessions.sent.get(0);
    assertThat(MessageType.of(first)).isEqualTo(MessageType.LINK_STATUS);
    assertThat(LinkStatus.parse(first).lastResort()).isTrue();
  }
}
