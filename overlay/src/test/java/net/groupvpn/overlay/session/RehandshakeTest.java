package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import org.junit.jupiter.api.Test;

final class RehandshakeTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private static boolean isHandshake(Pair.Frame frame) {
    return FrameHeader.type(frame.bytes()) == FrameType.HANDSHAKE;
  }

  private static Pair hurried(long seed, Duration interval) {
    Pair pair = new Pair(seed);
    pair.a.layer.setTimes(SessionTimes.ofRehandshake(interval));
    pair.b.layer.setTimes(SessionTimes.ofRehandshake(interval));
    pair.establish();
    return pair;
  }

  @Test
  void aSessionLivesOnWithNewKeysEveryHour() {
    Pair pair = new Pair(1);
    pair.establish();
    pair.runFor(181 * MINUTE);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
    assertThat(pair.a.count(OverlayCounter.HANDSHAKE_AGAIN)).isEqualTo(3);
    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_AGAIN)).isZero();
    assertThat(pair.a.indexes.size()).isEqualTo(1);
    assertThat(pair.b.indexes.size()).isEqualTo(1);
  }

  @Test
  void noDataIsLostHoweverControlFares() {
    for (int seed = 0; seed < 20; seed++) {
      Pair pair = hurried(seed, Duration.ofSeconds(30));
      Random random = new Random(seed);
      pair.link =
          frame ->
              random.nextInt(5) == 0
                  ? List.of()
                  : List.of(10 * MILLI + random.nextInt(100) * MILLI, random.nextInt(200) * MILLI);
      DataFlow data = new DataFlow(pair, () -> 10 * MILLI + random.nextInt(100) * MILLI);
      data.runFor(200 * SECOND);
      assertThat(data.lost()).as("records lost with seed %d", seed).isZero();
      assertThat(pair.a.count(OverlayCounter.HANDSHAKE_AGAIN)).isGreaterThanOrEqualTo(4);
      assertThat(pair.a.events).containsExactly("established");
    }
  }

  @Test
  void noDataIsLostWhenBothBeginAtOnce() {
    for (int seed = 0; seed < 30; seed++) {
      Pair pair = hurried(seed, Duration.ofHours(1));
      Random random = new Random(seed);
      pair.link = frame -> List.of((long) random.nextInt(100_000_000));
      DataFlow data = new DataFlow(pair, () -> random.nextInt(100) * MILLI);
      beginAgain(pair.a);
      data.runFor(random.nextInt(100) * MILLI + MILLI);
      beginAgain(pair.b);
      data.runFor(40 * SECOND);
      assertThat(data.lost()).as("records lost with seed %d", seed).isZero();
      assertThat(pair.a.indexes.size()).isEqualTo(1);
      assertThat(pair.b.indexes.size()).isEqualTo(1);
    }
  }

  @Test
  void keysThatThePeerAloneGoesOnUsingMoveOnToo() {
    Pair pair = new Pair(1);
    pair.establish();
    Keying former = ((PeerSession) pair.b.liveSession()).keyings().active();
    beginAgain(pair.a);
    for (int second = 0; second < 4 * 60; second++) {
      byte[] ping = former.seal(ControlMessages.ping(second, 0));
      pair.inject(pair.a, pair.b.direct(), ping, 0);
      pair.runFor(SECOND);
    }
    assertThat(((PeerSession) pair.a.liveSession()).keyings().active().localIndex())
        .isNotEqualTo(FrameHeader.receiverIndex(former.seal(new byte[] {0}), 0));
    assertThat(pair.sent.stream().filter(frame -> frame.from() == pair.a))
        .map(Pair.Frame::bytes)
        .filteredOn(frame -> FrameHeader.type(frame) == FrameType.SEALED)
        .filteredOn(frame -> FrameHeader.receiverIndex(frame, 0) == former.localIndex())
        .extracting(frame -> FrameHeader.counter(frame, 0) >>> FrameHeader.SEQUENCE_BITS)
        .contains(1L);
  }

  private static void beginAgain(TestNode node) {
    PeerSession session = (PeerSession) node.liveSession();
    node.engine.enter(node.pair.now());
    node.layer.rehandshake(session);
    node.drain();
  }

  @Test
  void theServerGoesOnWithTheFormerKeysUntilTheClientUsesTheNewOnes() {
    Pair pair = hurried(2, Duration.ofHours(1));
    DataFlow data = new DataFlow(pair, () -> MILLI);
    // Everything that the server sends to the client in sealed records is lost, including READY.
    pair.link =
        frame ->
            frame.from() == pair.b && !isHandshake(frame) ? List.of() : List.of(Pair.DELAY_NANOS);
    beginAgain(pair.a);
    data.runFor(4 * SECOND);
    assertThat(data.lost()).isZero();
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    data.runFor(30 * SECOND);
    assertThat(data.lost()).isZero();
    assertThat(pair.a.events).containsExactly("established");
  }

  @Test
  void theServerBeginsIfTheClientDoesNot() {
    Pair pair = new Pair(3);
    pair.a.layer.setTimes(SessionTimes.ofRehandshake(Duration.ofHours(10)));
    pair.establish();
    pair.runFor(70 * MINUTE);
    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_AGAIN)).isEqualTo(1);
    assertThat(pair.a.indexes.size()).isEqualTo(1);
    assertThat(pair.a.events).containsExactly("established");
  }

  @Test
  void aSessionWithoutAFurtherHandshakeEndsAfter75Minutes() {
    Pair pair = new Pair(5);
    pair.establish();
    pair.link = frame -> isHandshake(frame) ? List.of() : List.of(Pair.DELAY_NANOS);
    pair.runFor(74 * MINUTE);
    assertThat(pair.a.events).containsExactly("established");
    pair.runFor(2 * MINUTE);
    assertThat(pair.a.events.toString() + pair.b.events).contains("closed: expired");
    assertThat(pair.a.session()).isNull();
    assertThat(pair.b.session()).isNull();
    pair.runFor(20 * SECOND);
    assertThat(pair.a.engine.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(pair.b.engine.nextTimeoutNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aHandshakeThatFailsIsTriedAgain() {
    Pair pair = new Pair(6);
    pair.establish();
    pair.link = frame -> isHandshake(frame) ? List.of() : List.of(Pair.DELAY_NANOS);
    pair.runFor(65 * MINUTE);
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    pair.runFor(60 * MINUTE);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.a.count(OverlayCounter.HANDSHAKE_FAILED_IN_SESSION)).isPositive();
  }

  @Test
  void aPeerThatIsNoLongerTrustedGetsNoNewKeys() {
    Pair pair = new Pair(7);
    pair.establish();
    pair.revoked.add(pair.b.id());
    pair.runFor(80 * MINUTE);
    assertThat(pair.a.session()).isNull();
  }
}
