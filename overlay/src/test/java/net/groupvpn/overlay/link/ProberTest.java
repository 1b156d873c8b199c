package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.EndpointRules;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.Kernel;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Endpoint INSIDE = Kernel.endpointOf(1);
  private static final Endpoint OUTSIDE = Kernel.endpointOf(2);
  private static final Endpoint FORGED = Kernel.endpointOf(3);
  private static final int ROUNDS = 4;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final FakeSessions sessions = new FakeSessions();
  private final LinkTable table = new LinkTable(NodeId.random(random));
  private final NodeId peer = NodeId.random(random);
  private final List<NodeId> failed = new ArrayList<>();
  private MappingBehaviour own = MappingBehaviour.ENDPOINT_INDEPENDENT;
  private final EndpointRules rules = new EndpointRules();
  private final Prober prober = new Prober(engine, sessions, table, rules, () -> own, failed::add);

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
  void whatThePeerItselfOffersIsProbedWhateverOthersClaimInItsName() {
    Link link = table.put(sessions.add(peer, new OverlayPath(peer, null)), 1, 1);
    Offer proved = new Offer(List.of(INSIDE, OUTSIDE), MappingBehaviour.ENDPOINT_INDEPENDENT);
    link.onPeerStatus(new LinkStatus(1, 1, 0, false, true, false, Set.of(), null, proved));
    for (int step = 1; step <= 1_000; step++) {
      prober.expect(peer, new Offer(List.of(FORGED), MappingBehaviour.UNKNOWN));
      engine.onTimeout(new Now(1 + step * TimeUnit.MILLISECONDS.toNanos(20), 1));
    }

    assertThat(sessions.probed.subList(0, 3 * ROUNDS))
        .containsOnly(new DirectPath(INSIDE), new DirectPath(OUTSIDE), new DirectPath(FORGED))
        .startsWith(new DirectPath(INSIDE), new DirectPath(OUTSIDE), new DirectPath(FORGED))
        .haveExactly(ROUNDS, new Condition<>(new DirectPath(OUTSIDE)::equals, "the peer's own"));
  }

  @Test
  void requestsInTheNamesOfOthersDoNotEndIt() {
    expect(MappingBehaviour.UNKNOWN);
    for (int i = 0; i < 4 * Prober.MAX_EXPECTED; i++) {
      prober.expect(NodeId.random(random), new Offer(List.of(FORGED), MappingBehaviour.UNKNOWN));
    }
    run();

    assertThat(sessions.probed).hasSize(2 * ROUNDS);
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
