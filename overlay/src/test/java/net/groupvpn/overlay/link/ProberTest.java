package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.loopback.LoopbackNetwork;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.time.Now;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Endpoint INSIDE = LoopbackNetwork.endpointOf(1);
  private static final Endpoint OUTSIDE = LoopbackNetwork.endpointOf(2);
  private static final int ROUNDS = 4;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final FakeSessions sessions = new FakeSessions();
  private final NodeId peer = NodeId.random(random);
  private final List<NodeId> failed = new ArrayList<>();
  private MappingBehaviour own = MappingBehaviour.ENDPOINT_INDEPENDENT;
  private final Prober prober = new Prober(engine, sessions, () -> own, failed::add);

  private void expect(MappingBehaviour ofPeer) {
    sessions.add(peer, new OverlayPath(peer, null));
    prober.expect(peer, new Offer(List.of(INSIDE, OUTSIDE), ofPeer));
  }

  private void run() {
    for (int step = 1; step <= 1_000; step++) {
      engine.onTimeout(new Now(1 + step * TimeUnit.MILLISECONDS.toNanos(20), 1));
    }
  }

  @Test
  void allCandidatesAreProbedInRoundsBeforeItIsGivenUp() {
    expect(MappingBehaviour.UNKNOWN);
    run();

    assertThat(sessions.probed)
        .hasSize(2 * ROUNDS)
        .startsWith(new DirectPath(INSIDE), new DirectPath(OUTSIDE), new DirectPath(INSIDE));
    assertThat(failed).containsExactly(peer);
  }

  @Test
  void twoSymmetricEndsGiveUpSooner() {
    own = MappingBehaviour.ENDPOINT_DEPENDENT;
    expect(MappingBehaviour.ENDPOINT_DEPENDENT);
    run();

    assertThat(sessions.probed).hasSize(2 * (Prober.ROUNDS_BEFORE_PUNCHING + 1));
    assertThat(failed).containsExactly(peer);
  }

  @Test
  void aDirectPathEndsIt() {
    expect(MappingBehaviour.UNKNOWN);
    sessions.add(peer, new DirectPath(OUTSIDE));
    run();

    assertThat(sessions.probed).isEmpty();
    assertThat(failed).isEmpty();
  }
}
