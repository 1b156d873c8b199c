package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

class RoamingSignalTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(NodeId.random(random));
  private final EndpointRules rules = new EndpointRules();
  private final RoamingSignal roaming =
      new RoamingSignal(
          engine, sessions, table, new OwnCandidates(engine, rules, () -> false), rules);

  @Test
  void aPeerIsNotFollowedToWhereNoOtherMachineIs() {
    moveTo("127.0.0.1:53", "239.255.71.86:7401", "255.255.255.255:7400", "192.0.2.1:7400");
    assertThat(sessions.probed).containsExactly(new DirectPath(endpoint("192.0.2.1:7400")));
  }

  private void moveTo(String... candidates) {
    WireWriter message = new WireWriter().code(MessageType.MOVED_TO);
    List<Endpoint> named = Stream.of(candidates).map(RoamingSignalTest::endpoint).toList();
    new Offer(named, MappingBehaviour.UNKNOWN).write(message);
    roaming.onMessage(sessions.add(NodeId.random(random)), message.toBytes());
  }

  private static Endpoint endpoint(String text) {
    return Objects.requireNonNull(Endpoint.parse(text), text);
  }
}
