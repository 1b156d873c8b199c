package net.groupvpn.overlay.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.Kernel;
import org.junit.jupiter.api.Test;

class HolePuncherTest {
  private static final Endpoint INSIDE = Kernel.endpointOf(1);
  private static final Endpoint OUTSIDE = Kernel.endpointOf(2);
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final SplittableRandom random = new SplittableRandom(1);
  private final Engine engine = new Engine(random, new Now(1, 1));
  private final FakeSessions sessions = new FakeSessions();
  private final NodeId peer = NodeId.random(random);
  private MappingBehaviour own = MappingBehaviour.ENDPOINT_INDEPENDENT;
  private final HolePuncher puncher = new HolePuncher(engine, sessions, () -> own);
  private long nanos = 1;

  private Offer offer(MappingBehaviour mapping) {
    return new Offer(List.of(INSIDE, OUTSIDE), mapping);
  }

  private void punch(MappingBehaviour ofPeer) {
    puncher.enable();
    sessions.add(peer, new OverlayPath(peer, null));
    puncher.punch(peer, offer(ofPeer));
  }

  private void run(long seconds) {
    long end = nanos + TimeUnit.SECONDS.toNanos(seconds);
    while (nanos < end) {
      nanos += STEP_NANOS;
      engine.onTimeout(new Now(nanos, 1));
    }
  }

  @Test
  void theSymmetricEndSendsFromManySocketsToWhereThePeerIsSeen() {
    own = MappingBehaviour.ENDPOINT_DEPENDENT;
    punch(MappingBehaviour.ENDPOINT_INDEPENDENT);
    run(60);

    assertThat(sessions.scattered).containsOnlyKeys(OUTSIDE).containsValue(HolePuncher.SOURCES);
    assertThat(sessions.knocks).isEmpty();
  }

  @Test
  void theOtherEndKnocksAtRandomPortsInABoundedNumber() {
    punch(MappingBehaviour.ENDPOINT_DEPENDENT);
    run(60);

    assertThat(sessions.scattered).isEmpty();
    assertThat(sessions.knocks)
        .hasSize(HolePuncher.KNOCKS)
        .allMatch(knock -> knock.address().equals(OUTSIDE.address()))
        .allMatch(knock -> knock.port() >= HolePuncher.FIRST_PORT);
    assertThat(sessions.knocks.stream().distinct().count()).isGreaterThan(1_000);
  }

  @Test
  void whereTheNatNumbersItsPortsTheNextOnesAreTriedFirst() {
    puncher.enable();
    sessions.add(peer, new OverlayPath(peer, null));
    List<Endpoint> seen =
        List.of(INSIDE, outsidePort(40_001), outsidePort(40_000), outsidePort(40_003));
    puncher.punch(peer, new Offer(seen, MappingBehaviour.ENDPOINT_DEPENDENT));
    run(60);

    assertThat(sessions.knocks)
        .hasSize(HolePuncher.KNOCKS)
        .startsWith(outsidePort(40_004), outsidePort(40_005), outsidePort(40_006));
    assertThat(sessions.knocks.get(HolePuncher.PREDICTED_KNOCKS - 1))
        .isEqualTo(outsidePort(40_003 + HolePuncher.PREDICTED_KNOCKS));
    assertThat(sessions.knocks.stream().distinct().count()).isGreaterThan(1_000);
  }

  private static Endpoint outsidePort(int port) {
    return new Endpoint(OUTSIDE.address(), port);
  }

  @Test
  void twoSymmetricEndsDoNotEvenTry() {
    own = MappingBehaviour.ENDPOINT_DEPENDENT;
    punch(MappingBehaviour.ENDPOINT_DEPENDENT);
    run(60);

    assertThat(sessions.scattered).isEmpty();
    assertThat(sessions.knocks).isEmpty();
  }

  @Test
  void neitherDoTwoOthers() {
    punch(MappingBehaviour.UNKNOWN);
    run(60);

    assertThat(sessions.scattered).isEmpty();
    assertThat(sessions.knocks).isEmpty();
  }

  @Test
  void knockingEndsWithTheFirstHole() {
    punch(MappingBehaviour.ENDPOINT_DEPENDENT);
    run(1);
    sessions.add(peer, new DirectPath(OUTSIDE));
    int sent = sessions.knocks.size();
    run(60);

    assertThat(sent).isBetween(1, HolePuncher.KNOCKS - 1);
    assertThat(sessions.knocks).hasSize(sent);
  }

  @Test
  void onlyFewPeersHaveTheirTurnAtTheSameTime() {
    for (int i = 0; i < HolePuncher.MAX_PEERS; i++) {
      punch(MappingBehaviour.ENDPOINT_DEPENDENT);
      NodeId other = NodeId.random(random);
      sessions.add(other, new OverlayPath(other, null));
      puncher.punch(other, offer(MappingBehaviour.ENDPOINT_DEPENDENT));
    }
    run(60);

    assertThat(sessions.knocks).hasSize(HolePuncher.MAX_PEERS * HolePuncher.KNOCKS);
  }

  @Test
  void oneAddressIsKnockedAtAFewTimesAMinuteWhoeverNamesIt() {
    puncher.enable();
    for (int i = 0; i < 3 * HolePuncher.MAX_PER_ADDRESS; i++) {
      NodeId stranger = NodeId.random(random);
      sessions.add(stranger, new OverlayPath(stranger, null));
      puncher.punch(stranger, offer(MappingBehaviour.ENDPOINT_DEPENDENT));
      puncher.stop(stranger);
    }
    assertThat(engine.counters().get(OverlayCounter.LINK_PUNCH_KNOCKED))
        .isEqualTo(HolePuncher.MAX_PER_ADDRESS);

    run(61);
    punch(MappingBehaviour.ENDPOINT_DEPENDENT);
    assertThat(engine.counters().get(OverlayCounter.LINK_PUNCH_KNOCKED))
        .isEqualTo(HolePuncher.MAX_PER_ADDRESS + 1);
  }
}
