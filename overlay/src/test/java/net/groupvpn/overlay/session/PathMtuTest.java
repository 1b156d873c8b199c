package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.path.Path.DirectPath;
import org.junit.jupiter.api.Test;

/** Two nodes over underlays of several sizes. */
final class PathMtuTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What a record adds to its plaintext, and an IPv4 packet to its UDP payload. */
  private static final int OVERHEAD = 30 + 28;

  private final Pair pair = new Pair(1);
  private int mtu = 1_500;

  private Pair over(int underlay) {
    mtu = underlay;
    pair.link =
        frame ->
            frame.path() instanceof DirectPath && frame.bytes().length + 28 > mtu
                ? List.of()
                : List.of(Pair.DELAY_NANOS);
    return pair;
  }

  private static int mtu(TestNode node) {
    return Objects.requireNonNull(node.published).mtuBytes();
  }

  private void establish() {
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
  }

  /** Traffic at a for that long; the session is told every half second. */
  private void flow(long nanos) {
    for (long passed = 0; passed < nanos; passed += SECOND / 2) {
      pair.a.engine.enter(pair.now());
      pair.a.liveSession().noteTraffic();
      pair.a.drain();
      pair.runFor(SECOND / 2);
    }
  }

  @Test
  void theFullSizeOfEthernetIsFoundInTwoRoundTrips() {
    over(1_500);
    pair.a.open(pair.b.direct(), pair.b.id());
    while (pair.a.published == null) {
      pair.runFor(MILLI);
    }
    assertThat(mtu(pair.a)).isEqualTo(MtuSearch.MINIMUM_BYTES - 30);
    pair.runFor(4 * Pair.DELAY_NANOS + MILLI);
    assertThat(mtu(pair.a)).isEqualTo(1_500 - OVERHEAD);
    assertThat(mtu(pair.b)).isEqualTo(1_500 - OVERHEAD);
  }

  @Test
  void smallerUnderlaysAreFoundByBothEnds() {
    for (int underlay : List.of(1_280, 1_124, 576)) {
      PathMtuTest test = new PathMtuTest();
      test.over(underlay);
      test.establish();
      assertThat(mtu(test.pair.a)).isEqualTo(underlay - OVERHEAD);
      assertThat(mtu(test.pair.b)).isEqualTo(underlay - OVERHEAD);
    }
  }

  @Test
  void eachDirectionIsFoundForItself() {
    pair.link =
        frame ->
            frame.from() == pair.b && frame.bytes().length > 1_252
                ? List.of()
                : List.of(Pair.DELAY_NANOS);
    establish();
    assertThat(mtu(pair.a)).isEqualTo(1_500 - OVERHEAD);
    assertThat(mtu(pair.b)).isEqualTo(1_280 - OVERHEAD);
  }

  @Test
  void aHandshakeOverTheSmallestUnderlayTakesTwoSeconds() {
    over(576);
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(2 * SECOND);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
  }

  @Test
  void theLongestMessagePassesTheSmallestUnderlay() {
    over(576);
    establish();
    byte[] message = new byte[Session.MAX_MESSAGE_BYTES];
    Arrays.fill(message, (byte) 0x20);
    pair.a.send(message);
    pair.runFor(SECOND);
    assertThat(pair.b.messages).containsExactly(message);
  }

  @Test
  void jumboFramesAreFoundWhereTheLocalLinkTakesThem() {
    over(9_000);
    pair.a.layer.setLinkMtu(9_000);
    establish();
    assertThat(mtu(pair.a)).isEqualTo(9_000 - OVERHEAD);
    assertThat(mtu(pair.b)).isEqualTo(1_500 - OVERHEAD);
  }

  @Test
  void anUnderlayThatShrinksIsNoticedWithinFiveSecondsOfTraffic() {
    over(1_500);
    establish();
    flow(20 * SECOND);
    for (int smaller : List.of(1_280, 1_124, 576)) {
      mtu = smaller;
      flow(5 * SECOND);
      assertThat(mtu(pair.a)).isLessThanOrEqualTo(smaller - OVERHEAD);
      flow(10 * SECOND);
      assertThat(mtu(pair.a)).isEqualTo(smaller - OVERHEAD);
    }
  }

  @Test
  void aBlackHoleIsNoticedEvenIfItEndsTheTraffic() {
    over(1_500);
    establish();
    flow(SECOND);
    mtu = 1_280;
    flow(SECOND / 2);
    pair.runFor(4 * SECOND);
    assertThat(mtu(pair.a)).isLessThanOrEqualTo(1_280 - OVERHEAD);
  }

  @Test
  void anUnderlayThatGrowsIsFoundAfterTenMinutesOfTraffic() {
    over(576);
    establish();
    mtu = 1_500;
    flow(PathMtu.RAISE_NANOS);
    flow(5 * SECOND);
    assertThat(mtu(pair.a)).isEqualTo(1_500 - OVERHEAD);
  }

  @Test
  void withoutTrafficNothingIsSent() {
    over(1_500);
    establish();
    int before = pair.sent.size();
    pair.runFor(700 * SECOND);
    assertThat(pair.sent.stream().skip(before)).allMatch(frame -> frame.bytes().length < 100);
  }

  @Test
  void aRefusedDatagramMeansANewSearchAtOnce() {
    over(1_500);
    establish();
    mtu = 1_400;
    pair.a.engine.enter(pair.now());
    pair.a.liveSession().noteRefused(1_472);
    pair.a.drain();
    assertThat(mtu(pair.a)).isEqualTo(MtuSearch.MINIMUM_BYTES - 30);
    pair.runFor(3 * SECOND);
    assertThat(mtu(pair.a)).isEqualTo(1_400 - OVERHEAD);
  }

  @Test
  void aFifthLostDoesNotMakeThePathSmallForEver() {
    for (int seed = 0; seed < 50; seed++) {
      Pair lossy = new Pair(seed);
      lossy.link =
          frame ->
              frame.bytes().length + 28 > 1_500 || lossy.random.nextInt(5) == 0
                  ? List.of()
                  : List.of(Pair.DELAY_NANOS);
      lossy.a.open(lossy.b.direct(), lossy.b.id());
      lossy.runFor(20 * SECOND);
      if (lossy.a.published != null && mtu(lossy.a) < 1_500 - OVERHEAD) {
        lossy.runFor(PathMtu.RAISE_NANOS);
        for (int i = 0; i < 10 && mtu(lossy.a) < 1_500 - OVERHEAD; i++) {
          lossy.a.engine.enter(lossy.now());
          lossy.a.liveSession().noteTraffic();
          lossy.a.drain();
          lossy.runFor(60 * SECOND);
        }
      }
      assertThat(mtu(lossy.a)).as("seed " + seed).isEqualTo(1_500 - OVERHEAD);
    }
  }

  @Test
  void anOutageIsNotTakenForAShortPath() {
    over(1_500);
    establish();
    for (int i = 0; i < 3; i++) {
      mtu = 0;
      flow(8 * SECOND);
      mtu = 1_500;
      flow(5 * SECOND);
      assertThat(mtu(pair.a)).isEqualTo(1_500 - OVERHEAD);
    }
    assertThat(pair.a.count(OverlayCounter.PATH_MTU_LOST)).isZero();
  }

  @Test
  void forgedAndLateAnswersChangeNothing() {
    over(1_280);
    establish();
    PeerSession session = (PeerSession) pair.b.liveSession();
    long before = pair.a.count(OverlayCounter.DROPPED_MTU_LATE);
    for (int i = 0; i < 100; i++) {
      session.sendOn(pair.a.direct(), ControlMessages.mtuAnswer(pair.random.nextLong()));
      flow(SECOND / 2);
    }
    assertThat(pair.a.count(OverlayCounter.DROPPED_MTU_LATE) - before).isEqualTo(100);
    assertThat(mtu(pair.a)).isEqualTo(1_280 - OVERHEAD);
  }

  @Test
  void eachPathIsSearchedAnew() {
    pair.link =
        frame ->
            frame.path() instanceof DirectPath && frame.bytes().length > 1_252
                ? List.of()
                : List.of(Pair.DELAY_NANOS);
    pair.a.open(pair.b.overlay(), pair.b.id());
    pair.runFor(SECOND);
    assertThat(mtu(pair.a)).isEqualTo(PathMtu.OVERLAY_BYTES);
    pair.a.engine.enter(pair.now());
    pair.a.liveSession().probe(pair.b.direct());
    pair.a.drain();
    pair.runFor(10 * SECOND);
    assertThat(mtu(pair.a)).isEqualTo(1_280 - OVERHEAD);
    pair.link = frame -> frame.path() instanceof DirectPath ? List.of() : List.of(Pair.DELAY_NANOS);
    pair.runFor(60 * SECOND);
    assertThat(mtu(pair.a)).isEqualTo(PathMtu.OVERLAY_BYTES);
  }
}
