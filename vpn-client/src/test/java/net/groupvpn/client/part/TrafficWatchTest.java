package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class TrafficWatchTest {
  private final NodeId talker = NodeId.hash(new byte[] {1});
  private final NodeId silent = NodeId.hash(new byte[] {2});
  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final Map<NodeId, Long> bytes = new HashMap<>(Map.of(talker, 10L, silent, 10L));
  private final List<NodeId> connected = new ArrayList<>();
  private int looks;

  private void look() {
    connected.clear();
    engine.onTimeout(new Now(++looks * TrafficWatch.PERIOD_NANOS, 0));
  }

  @Test
  void onlyPeersWithNewTrafficAreAskedForAgain() {
    new TrafficWatch(engine, () -> bytes, connected::add).start();
    look();
    assertThat(connected).containsExactlyInAnyOrder(talker, silent);
    bytes.put(talker, 11L);
    look();
    assertThat(connected).containsExactly(talker);
    look();
    assertThat(connected).isEmpty();
  }
}
