package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.node.RelayBed.Delays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes that cannot reach each other directly talk through a common neighbour. */
class RelayScenarioTest {
  private static final Duration FAILOVER = Duration.ofSeconds(3);

  @Test
  void twoThatCannotTalkDirectlyHaveARelayWithinASecondOrTwo() {
    RelayBed bed = new RelayBed(1, RelayBed.randomDelays(1, 3));

    bed.talkFor(Duration.ofSeconds(3));

    assertThat(bed.relayOf(bed.one)).isNotNull();
    assertThat(bed.relayOf(bed.other)).isNotNull();
  }

  @Test
  void ofFiveRelaysTheOneWithTheLeastSumIsChosenForEverySeed() {
    for (int seed = 0; seed < 20; seed++) {
      List<Delays> delays = RelayBed.randomDelays(seed, 5);
      RelayBed bed = new RelayBed(seed, delays);
      OverlayNode best = bed.relays.get(RelayBed.best(delays));

      bed.talkFor(Duration.ofSeconds(30));

      assertThat(bed.bothUse(best)).as("seed %d: %s", seed, bed.describe()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void trafficIsBackWithinThreeSecondsAfterTheRelayHasDied(long seed) {
    List<Delays> delays = RelayBed.randomDelays(seed, 5);
    RelayBed bed = new RelayBed(seed, delays);
    OverlayNode best = bed.relays.get(RelayBed.best(delays));
    bed.talkFor(Duration.ofSeconds(30));
    assertThat(bed.bothUse(best)).isTrue();

    bed.overlay.kill(best);
    Duration silence = bed.talkFor(Duration.ofSeconds(20));

    assertThat(silence).isLessThan(FAILOVER);
    assertThat(bed.relayOf(bed.one)).isNotNull().isNotEqualTo(best);
    assertThat(bed.sessionsLost()).isZero();
  }

  @Test
  void aSlightlyBetterRelayMakesNobodyMove() {
    List<Delays> delays = RelayBed.randomDelays(3, 5);
    RelayBed bed = new RelayBed(3, delays);
    OverlayNode best = bed.relays.get(RelayBed.best(delays));
    bed.talkFor(Duration.ofSeconds(30));
    OverlayNode rival = bed.relays.get(best == bed.relays.get(0) ? 1 : 0);

    for (int round = 0; round < 10; round++) {
      bed.setLegs(rival, new Delays(13, 13));
      bed.talkFor(Duration.ofSeconds(20));
      bed.setLegs(rival, new Delays(17, 17));
      bed.talkFor(Duration.ofSeconds(20));
    }

    assertThat(bed.bothUse(best)).isTrue();
    assertThat(bed.overlay.counter(OverlayCounter.RELAY_MOVED)).isZero();
  }

  @Test
  void aMuchBetterRelayIsMovedToOnce() {
    RelayBed bed = new RelayBed(4, RelayBed.randomDelays(4, 3));
    bed.talkFor(Duration.ofSeconds(30));
    OverlayNode rival = bed.relays.get(bed.relayOf(bed.one) == bed.relays.get(0) ? 1 : 0);

    bed.setLegs(rival, new Delays(5, 5));
    Duration silence = bed.talkFor(Duration.ofMinutes(2));

    assertThat(bed.bothUse(rival)).isTrue();
    assertThat(bed.overlay.counter(OverlayCounter.RELAY_MOVED)).isEqualTo(2);
    assertThat(silence).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aSessionGoesFromRelayToDirectAndBackWithoutEnding() {
    RelayBed bed = new RelayBed(5, RelayBed.randomDelays(5, 3));
    bed.talkFor(Duration.ofSeconds(20));

    bed.block(false);
    bed.talkFor(Duration.ofMinutes(6));
    assertThat(bed.isDirect()).isTrue();

    bed.block(true);
    Duration silence = bed.talkFor(Duration.ofSeconds(30));

    assertThat(silence).isLessThan(Duration.ofSeconds(10));
    assertThat(bed.relayOf(bed.one)).isNotNull();
    assertThat(bed.sessionsLost()).isZero();
  }

  /** For a minute, say; a peer that was never reached directly is asked less and less often. */
  @ParameterizedTest
  @ValueSource(ints = {5, 30, 60, 120})
  void aWayThatWasBlockedForAWhileIsTakenAgainWithinTenSeconds(int seconds) {
    for (int seed = 0; seed < 6; seed++) {
      RelayBed bed = new RelayBed(seed, RelayBed.randomDelays(seed, 2));
      bed.block(false);
      assertThat(bed.overlay.network.runUntil(bed::isDirect, Duration.ofMinutes(1))).isTrue();
      bed.overlay.network.runFor(Duration.ofMinutes(1));
      bed.block(true);
      assertThat(bed.overlay.network.runUntil(bed::areBothRelayed, Duration.ofMinutes(1))).isTrue();
      bed.overlay.network.runFor(Duration.ofSeconds(seconds));

      bed.block(false);

      assertThat(bed.overlay.network.runUntil(bed::isDirect, Duration.ofSeconds(10)))
          .as("seed %d", seed)
          .isTrue();
    }
  }

  @Test
  void whoDoesNotWantToRelayIsNotAsked() {
    RelayBed bed = new RelayBed(6, RelayBed.randomDelays(6, 2));
    OverlayNode unwilling = bed.relays.get(0);
    bed.overlay.host(unwilling).command(() -> unwilling.relays().setWilling(false));

    bed.talkFor(Duration.ofSeconds(20));

    assertThat(bed.bothUse(bed.relays.get(1))).isTrue();
    assertThat(unwilling.status().counters())
        .doesNotContainKey(OverlayCounter.RELAY_FORWARDED.label());
  }

  @Test
  void aRelayThatStopsRelayingIsLeftAtOnce() {
    RelayBed bed = new RelayBed(7, RelayBed.randomDelays(7, 3));
    bed.talkFor(Duration.ofSeconds(20));
    OverlayNode relay = Objects.requireNonNull(bed.relayOf(bed.one));

    bed.overlay.host(relay).command(() -> relay.relays().setWilling(false));
    Duration silence = bed.talkFor(Duration.ofSeconds(20));

    assertThat(bed.relayOf(bed.one)).isNotNull().isNotEqualTo(relay);
    assertThat(silence).isLessThan(Duration.ofSeconds(1));
  }
}
