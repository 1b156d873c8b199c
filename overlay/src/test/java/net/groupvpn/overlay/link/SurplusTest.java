package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.routing.Router;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class SurplusTest {
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(id(0));

  @Test
  void whoeverHasManySessionsPushesNobodyOutWhateverItsIds() {
    List<NodeId> honest = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      honest.add(add(id(i), "198.51.%d.1:7400".formatted(i)));
    }
    for (int i = 1; i <= 30; i++) {
      add(id(100 + i), "192.0.2.%d:7400".formatted(i));
    }
    assertThat(Surplus.of(table.all(), 20)).hasSize(20).doesNotContainAnyElementsOf(honest);
  }

  @Test
  void whatThisNodeNeedsStays() {
    for (int i = 1; i <= 10; i++) {
      NodeId peer = add(id(i), "192.0.2.%d:7400".formatted(i));
      Objects.requireNonNull(table.find(peer)).set(LinkReason.BUCKET, i <= 8);
    }
    assertThat(Surplus.of(table.all(), 5)).containsExactlyInAnyOrder(id(9), id(10));
  }

  @Test
  void nobodyGoesWhereThereIsRoom() {
    add(id(1), "192.0.2.1:7400");
    assertThat(Surplus.of(table.all(), 1)).isEmpty();
  }

  @Test
  void aNodeThatIsFullKeepsWhoeverCameAlone() {
    SplittableRandom random = new SplittableRandom(1);
    Engine engine = new Engine(random, new Now(1, 1));
    NodeId self = id(255);
    LinkTable own = new LinkTable(self);
    AtomicReference<LinkManager> told = new AtomicReference<>();
    FakeSessions telling =
        new FakeSessions() {
          @Override
          void onClose(Session session) {
            super.onClose(session);
            Objects.requireNonNull(told.get()).onClosed(session, false);
          }
        };
    LinkManager links =
        new LinkManager(engine, telling, new Router(engine, self, own), own, new EndpointRules());
    told.set(links);
    links.start(new LinkListener() {});
    List<NodeId> honest = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      honest.add(id(i));
      links.onEstablished(telling.add(id(i), direct("198.51.%d.1:7400".formatted(i))));
    }
    for (int i = 0; i < LinkManager.MAX_SESSIONS; i++) {
      NodeId high = self.randomInBucket(NodeId.BITS - 2, random);
      links.onEstablished(telling.add(high, direct("192.0.2.%d:7400".formatted(1 + i % 250))));
    }
    engine.onTimeout(new Now(TimeUnit.SECONDS.toNanos(10), 1));
    assertThat(telling.all()).hasSize(LinkManager.MAX_SESSIONS);
    assertThat(telling.all()).extracting(Session::peer).containsAll(honest);
  }

  private static DirectPath direct(String endpoint) {
    return new DirectPath(Objects.requireNonNull(Endpoint.parse(endpoint), endpoint));
  }

  private NodeId add(NodeId peer, String endpoint) {
    table.put(sessions.add(peer, direct(endpoint)), 1, 1);
    return peer;
  }

  private static NodeId id(int number) {
    byte[] bytes = new byte[NodeId.BYTES];
    bytes[0] = (byte) number;
    return NodeId.of(bytes);
  }
}
