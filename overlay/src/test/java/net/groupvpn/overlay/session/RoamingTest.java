package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path.DirectPath;
import org.junit.jupiter.api.Test;

/** The order of the IDs must not matter: each story is told with either end moving. */
final class RoamingTest {
  private static final byte[] HELLO = {0x20, 1, 2, 3};
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Endpoint ELSEWHERE = Pair.endpoint("192.0.2.77");

  private static void assertTalking(Pair pair) {
    pair.a.messages.clear();
    pair.b.messages.clear();
    pair.a.send(HELLO);
    pair.b.send(HELLO);
    pair.runFor(100 * MILLI);
    assertThat(pair.a.messages).hasSize(1);
    assertThat(pair.b.messages).hasSize(1);
  }

  @Test
  void aPeerFollowsAtOnceWhenAddressesChange() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(1);
      pair.establish();
      TestNode mover = lower ? pair.a : pair.b;
      mover.endpoint = ELSEWHERE;
      mover.networkChanged();
      pair.runFor(60 * MILLI);
      assertThat(pair.other(mover).liveSession().path()).isEqualTo(new DirectPath(ELSEWHERE));
      assertTalking(pair);
      assertThat(pair.a.events).containsOnlyOnce("established");
    }
  }

  @Test
  void theWordOfAMoveIsRepeatedUntilItIsHeard() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(2);
      pair.establish();
      TestNode mover = lower ? pair.a : pair.b;
      mover.endpoint = ELSEWHERE;
      pair.link = frame -> List.of();
      mover.networkChanged();
      pair.runFor(600 * MILLI);
      pair.link = frame -> List.of(Pair.DELAY_NANOS);
      pair.runFor(1_400 * MILLI);
      assertTalking(pair);
    }
  }

  @Test
  void aSessionOutlivesSomeSecondsWithoutANetwork() {
    Pair pair = new Pair(3);
    pair.establish();
    pair.link = frame -> List.of();
    pair.a.networkChanged();
    pair.runFor(10 * SECOND);
    pair.a.endpoint = ELSEWHERE;
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    pair.a.networkChanged();
    pair.runFor(100 * MILLI);
    assertTalking(pair);
    assertThat(pair.a.events).containsOnlyOnce("established");
    assertThat(pair.b.events).containsOnlyOnce("established");
  }

  @Test
  void afterALongSleepASecondIsEnoughForNewKeys() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(4);
      pair.establish();
      TestNode sleeper = lower ? pair.a : pair.b;
      TestNode other = pair.other(sleeper);
      sleeper.asleep = true;
      pair.runFor(600 * SECOND);
      assertThat(other.events).containsExactly("established", "closed: no answer");
      sleeper.asleep = false;
      sleeper.endpoint = ELSEWHERE;
      sleeper.networkChanged();
      pair.runFor(1_500 * MILLI);
      assertTalking(pair);
      assertThat(sleeper.events).containsOnlyOnce("established");
      pair.runFor(60 * SECOND);
      assertTalking(pair);
      assertThat(other.events).containsExactly("established", "closed: no answer", "established");
    }
  }

  @Test
  void aNatThatChangesItsMappingIsFollowedWithinASecondOnceDataComes() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(5);
      pair.establish();
      TestNode behindNat = lower ? pair.a : pair.b;
      TestNode other = pair.other(behindNat);
      behindNat.endpoint = ELSEWHERE;
      other.noteSource(new DirectPath(ELSEWHERE));
      pair.runFor(SECOND);
      assertThat(other.liveSession().path()).isEqualTo(new DirectPath(ELSEWHERE));
      assertTalking(pair);
      assertThat(other.events.get(0)).isEqualTo("established");
    }
  }

  @Test
  void whoOnlySendsFromAnotherAddressIsNotFollowedWhileTheOldOneAnswers() {
    Pair pair = new Pair(6);
    pair.b.second = Pair.endpoint("2001:db8::2");
    pair.a.second = Pair.endpoint("2001:db8::1");
    pair.establish();
    for (int i = 0; i < 30; i++) {
      pair.a.noteSource(new DirectPath(pair.b.second));
      pair.runFor(SECOND);
    }
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.direct());
    assertThat(pair.a.events).containsExactly("established");
  }

  @Test
  void anEndpointThatDoesNotAnswerIsNotFollowed() {
    Pair pair = new Pair(7);
    pair.establish();
    for (TestNode node : List.of(pair.a, pair.b)) {
      node.noteSource(new DirectPath(Pair.endpoint("203.0.113.9")));
      pair.runFor(10 * SECOND);
      assertThat(node.liveSession().path()).isEqualTo(pair.other(node).direct());
    }
    assertTalking(pair);
  }
}
