package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.security.ModelSecurity;
import org.junit.jupiter.api.Test;

class CloneAlarmTest {
  private static final NodeId ID = NodeId.ofHex("33".repeat(NodeId.BYTES));
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void bothMachinesWithOneKeySaySoOnceInAWhile() {
    Pair pair = copies();
    for (int i = 0; i < 5; i++) {
      pair.a.open(pair.b.direct(), null);
      pair.b.open(pair.a.direct(), null);
      pair.runFor(30 * SECOND);
    }
    for (TestNode node : List.of(pair.a, pair.b)) {
      assertThat(alarms(node)).singleElement().asString().contains("uses this one's key");
      assertThat(node.events).doesNotContain("established");
    }
    pair.runFor(CloneAlarm.REPEAT_NANOS);
    pair.a.open(pair.b.direct(), null);
    pair.runFor(30 * SECOND);
    assertThat(alarms(pair.a)).hasSize(2);
  }

  @Test
  void handshakesAreRareWhileThereIsACopy() {
    Pair pair = copies();
    pair.a.open(pair.b.direct(), null);
    pair.runFor(SECOND);
    for (int i = 0; i < 200; i++) {
      pair.a.open(new DirectPath(Pair.endpoint("192.0.2." + (10 + i % 100))), null);
    }
    assertThat(pair.a.count("handshake.held.cloned")).isEqualTo(200 - CloneAlarm.MAX_PER_MINUTE);
  }

  @Test
  void otherNodesAreNoCopies() {
    Pair pair = new Pair(2);
    pair.establish();
    assertThat(alarms(pair.a)).isEmpty();
    assertThat(alarms(pair.b)).isEmpty();
  }

  @Test
  void aRouterThatSendsPacketsBackIsNoCopy() {
    Pair pair = copies();
    pair.link = frame -> List.of();
    pair.a.open(pair.b.direct(), null);
    int handed = 0;
    for (int round = 0; round < 50; round++) {
      while (handed < pair.sent.size()) {
        pair.a.receive(pair.b.direct(), pair.sent.get(handed++).bytes());
      }
      pair.runFor(SECOND / 10);
    }
    assertThat(handed).isGreaterThan(3);
    assertThat(alarms(pair.a)).isEmpty();
  }

  private static Pair copies() {
    return new Pair(1, (id, random) -> new ModelSecurity(ID, Set.of(), peer -> true));
  }

  private static List<Output> alarms(TestNode node) {
    return node.outputs.stream()
        .filter(output -> output instanceof Output.Notify told && told.event().equals("clone"))
        .toList();
  }
}
