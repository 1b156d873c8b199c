package net.groupvpn.overlay.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Engine;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.link.FakeSessions;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.PublicOverlayPath;
import net.groupvpn.overlay.time.Now;
import net.groupvpn.overlay.virtual.Kernel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DialerTest {
  private static final NodeId PEER = NodeId.hash(new byte[] {1});
  private static final NodeId OTHER = NodeId.hash(new byte[] {2});

  private final List<Path> dialled = new ArrayList<>();
  private final Engine engine = new Engine(new Random(1), new Now(0, 0));
  private final Dialer dialer =
      new Dialer(
          engine,
          new FakeSessions() {
            @Override
            public void open(Path path, @Nullable NodeId expected) {
              dialled.add(path);
            }
          });

  private static Path seed(int number) {
    return new DirectPath(Kernel.endpointOf(number));
  }

  private void runUntil(long seconds) {
    long end = TimeUnit.SECONDS.toNanos(seconds);
    while (engine.nextTimeoutNanos() <= end) {
      engine.onTimeout(new Now(engine.nextTimeoutNanos(), 0));
    }
    engine.enter(new Now(end, 0));
  }

  @Test
  void seedsAreDialledOnlyWhileThatIsWanted() {
    dialer.addSeed(seed(1), null);
    runUntil(10);
    assertThat(dialled).isEmpty();
    dialer.setDialSeeds(true);
    runUntil(11);
    assertThat(dialled).containsExactly(seed(1));
    dialer.setDialSeeds(false);
    runUntil(100);
    assertThat(dialled).hasSize(1);
  }

  @Test
  void aSeedThatStaysSilentIsDialledMoreAndMoreRarely() {
    dialer.setDialSeeds(true);
    dialer.addSeed(seed(1), null);
    runUntil(60);
    int first = dialled.size();
    runUntil(120);
    assertThat(first).isBetween(4, 7);
    assertThat(dialled.size() - first).isBetween(1, 2);
  }

  @Test
  void whoeverIsFoundInThePublicOverlayLeavesPlacesForOthers() {
    for (int i = 0; i < 2 * Dialer.MAX_SEEDS; i++) {
      dialer.addSeed(found(i), NodeId.hash(new byte[] {2, (byte) i}));
    }
    assertThat(dialer.addSeed(seed(1), null)).isTrue();
    assertThat(dialer.seedPaths())
        .hasSize(Dialer.MAX_FOUND + 1)
        .contains(seed(1), found(2 * Dialer.MAX_SEEDS - 1));
  }

  private static Path found(int number) {
    return new PublicOverlayPath(NodeId.hash(new byte[] {3, (byte) number}));
  }

  @Test
  void onlyAFewAreUnderWayAtOnce() {
    dialer.setDialSeeds(true);
    for (int i = 1; i <= 10; i++) {
      dialer.addSeed(seed(i), null);
    }
    runUntil(1);
    assertThat(dialled).containsExactly(seed(1), seed(2), seed(3));
  }

  @Test
  void aFailureMakesRoomForTheNext() {
    dialer.setDialSeeds(true);
    for (int i = 1; i <= 4; i++) {
      dialer.addSeed(seed(i), null);
    }
    runUntil(1);
    dialer.onFailed(seed(2));
    runUntil(2);
    assertThat(dialled).contains(seed(4));
  }

  @Test
  void aLostPeerIsDialledUntilItIsBack() {
    dialer.addLost(seed(1), PEER);
    dialer.addLost(seed(2), OTHER);
    runUntil(3);
    assertThat(dialled).containsExactlyInAnyOrder(seed(1), seed(2));
    dialer.onLinked(PEER);
    runUntil(100);
    assertThat(dialled.stream().filter(seed(1)::equals)).hasSize(1);
    assertThat(dialled.stream().filter(seed(2)::equals)).hasSizeGreaterThan(2);
  }

  @Test
  void theOnlyLostPeerIsDialledEveryTenSecondsOrSo() {
    dialer.addLost(seed(1), PEER);
    runUntil(100);
    assertThat(dialled).hasSizeBetween(8, 15);
  }

  @Test
  void whoeverIsBackHasTheOtherLostPeersDialledAtOnce() {
    dialer.addLost(seed(1), PEER);
    dialer.addLost(seed(2), OTHER);
    runUntil(60);
    int before = dialled.size();
    dialer.onLinked(PEER);
    runUntil(61);
    assertThat(dialled.subList(before, dialled.size())).containsExactly(seed(2));
  }

  @Test
  void aLostPeerIsGivenUpInTheEnd() {
    dialer.addLost(seed(1), PEER);
    runUntil(700);
    int tries = dialled.size();
    runUntil(2_000);
    assertThat(dialled).hasSize(tries);
    assertThat(dialer.isTarget(seed(1))).isFalse();
  }
}
