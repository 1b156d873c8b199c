package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.PeerSnapshot;
import net.groupvpn.overlay.record.RecordOpener;
import net.groupvpn.overlay.record.RecordSealer;
import org.junit.jupiter.api.Test;

final class SessionTest {
  private static final byte[] HELLO = {0x20, 1, 2, 3};
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static void assertTalking(Pair pair) {
    pair.a.messages.clear();
    pair.b.messages.clear();
    pair.a.send(HELLO);
    pair.b.send(HELLO);
    pair.runFor(SECOND);
    assertThat(pair.b.messages).contains(HELLO);
    assertThat(pair.a.messages).contains(HELLO);
  }

  private static PeerSnapshot published(TestNode node) {
    PeerSnapshot snapshot = node.published;
    if (snapshot == null) {
      throw new AssertionError("nothing published");
    }
    return snapshot;
  }

  private static boolean dataFlows(TestNode from, TestNode to) {
    byte[] frame = new byte[HELLO.length + RecordSealer.OVERHEAD_BYTES];
    published(from).sealer().seal(HELLO, 0, HELLO.length, frame, 0);
    for (RecordOpener opener : published(to).openers()) {
      byte[] plain = new byte[HELLO.length];
      if (opener.localIndex() == FrameHeader.receiverIndex(frame, 0)) {
        long now = to.pair.now().bootNanos();
        return opener.open(frame, 0, frame.length, plain, 0, now) == HELLO.length;
      }
    }
    return false;
  }

  @Test
  void theDataPlaneGetsKeysThatFitTogether() {
    Pair pair = new Pair(1);
    pair.establish();
    assertThat(dataFlows(pair.a, pair.b)).isTrue();
    assertThat(dataFlows(pair.b, pair.a)).isTrue();
  }

  @Test
  void dataThatCameOverTheOverlayIsHandedToTheDataPlane() {
    Pair pair = new Pair(2);
    pair.establish();
    byte[] frame = new byte[HELLO.length + RecordSealer.OVERHEAD_BYTES];
    published(pair.a).sealer().seal(HELLO, 0, HELLO.length, frame, 0);
    pair.b.receive(pair.a.overlay(), frame);
    assertThat(pair.b.outputs).contains(new Output.DeliverData(pair.a.id(), frame));
  }

  @Test
  void afterDoubleInitiationBothSendOnTheSessionOfTheLowerClient() {
    for (int seed = 0; seed < 50; seed++) {
      Pair pair = new Pair(seed);
      Random random = new Random(seed);
      pair.link = frame -> List.of((long) random.nextInt(100_000_000));
      pair.a.open(pair.b.direct(), pair.b.id());
      pair.runFor(random.nextInt(50_000_000));
      pair.b.open(pair.a.direct(), pair.a.id());
      pair.runFor(2 * SECOND);
      assertThat(pair.a.events).containsExactly("established");
      assertThat(pair.b.events).containsExactly("established");
      assertTalking(pair);
      assertThat(dataFlows(pair.a, pair.b)).isTrue();
      pair.runFor(20 * SECOND);
      assertTalking(pair);
      assertThat(dataFlows(pair.a, pair.b)).isTrue();
      assertThat(dataFlows(pair.b, pair.a)).isTrue();
      assertThat(published(pair.a).openers()).hasSize(1);
      assertThat(published(pair.b).openers()).hasSize(1);
      assertThat(pair.a.indexes.size()).isEqualTo(1);
      assertThat(pair.b.indexes.size()).isEqualTo(1);
    }
  }

  @Test
  void aPeerThatRestartsIsTalkedToWithItsNewKeysWhoeverHasTheLowerId() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(3);
      pair.establish();
      TestNode restarted = lower ? pair.a : pair.b;
      TestNode other = pair.other(restarted);
      restarted.restart();
      restarted.open(other.direct(), other.id());
      pair.runFor(3 * SECOND);
      assertTalking(pair);
      pair.runFor(20 * SECOND);
      assertTalking(pair);
      assertThat(other.events).containsExactly("established");
    }
  }

  @Test
  void aPeerThatRestartedAndThenLeavesIsGoneAtOnceWithItsFormerKeys() {
    for (boolean lower : List.of(true, false)) {
      Pair pair = new Pair(3);
      pair.establish();
      TestNode restarted = lower ? pair.a : pair.b;
      TestNode other = pair.other(restarted);
      restarted.restart();
      restarted.open(other.direct(), other.id());
      pair.runFor(2 * SECOND);
      restarted.liveSession().close(CloseReason.LEAVING);
      pair.runFor(SECOND);
      assertThat(other.events)
          .containsExactly("established", "closed: closed by the peer: leaving");
    }
  }

  @Test
  void keysAreRatchetedAndLossDoesNotBreakThem() {
    Pair pair = new Pair(4);
    pair.establish();
    pair.link = frame -> pair.random.nextInt(4) == 0 ? List.of() : List.of(Pair.DELAY_NANOS);
    RecordSealer first = published(pair.a).sealer();
    for (int minute = 0; minute < 60; minute++) {
      for (int i = 0; i < 12; i++) {
        pair.a.send(HELLO);
        pair.b.send(HELLO);
        pair.runFor(5 * SECOND);
      }
      if (minute % 3 == 0) {
        assertThat(dataFlows(pair.a, pair.b)).isTrue();
      }
    }
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    assertTalking(pair);
    assertThat(published(pair.a).sealer()).isNotSameAs(first);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.a.count(OverlayCounter.DROPPED_RECORD_FORGED)).isZero();
  }

  @Test
  void anIdleSessionSendsLittle() {
    Pair pair = new Pair(6);
    pair.establish();
    int before = pair.sent.size();
    pair.runFor(600 * SECOND);
    assertThat(pair.sent.size() - before).isLessThanOrEqualTo(2 * 2 * 40 + 4);
    assertThat(pair.a.events).containsExactly("established");
  }

  @Test
  void aDeadPeerIsNoticedWithin45Seconds() {
    Pair pair = new Pair(7);
    pair.establish();
    pair.link = frame -> List.of();
    pair.runFor(45 * SECOND);
    assertThat(pair.a.events).containsExactly("established", "closed: no answer");
    assertThat(pair.a.outputs).contains(new Output.Withdraw(pair.b.id()));
    assertThat(pair.a.indexes.size()).isZero();
  }

  @Test
  void aDeadPeerIsNoticedSoonerWhenThereIsTraffic() {
    Pair pair = new Pair(8);
    pair.establish();
    pair.link = frame -> List.of();
    pair.a.send(HELLO);
    pair.runFor(14 * SECOND);
    assertThat(pair.a.events).containsExactly("established", "closed: no answer");
  }

  @Test
  void longMessagesArriveWholeInAnyOrder() {
    Pair pair = new Pair(9);
    pair.establish();
    pair.link = frame -> List.of((long) pair.random.nextInt(50_000_000), Pair.DELAY_NANOS);
    for (int length = 1; length <= Session.MAX_MESSAGE_BYTES; length += 333) {
      byte[] message = new byte[length];
      pair.random.nextBytes(message);
      message[0] = 0x20;
      pair.b.messages.clear();
      pair.a.send(message);
      pair.runFor(SECOND);
      assertThat(pair.b.messages).hasSize(1);
      assertThat(pair.b.messages.get(0)).isEqualTo(message);
    }
  }

  @Test
  void aCloseIsToldToThePeer() {
    Pair pair = new Pair(10);
    pair.establish();
    pair.a.liveSession().close(CloseReason.NOT_NEEDED);
    pair.runFor(SECOND);
    assertThat(pair.b.events)
        .containsExactly("established", "closed: closed by the peer: no longer needed");
    assertThat(pair.a.events).containsExactly("established", "closed: no longer needed");
  }

  @Test
  void aRevokedPeerIsCutOffAtOnce() {
    Pair pair = new Pair(11);
    pair.establish();
    PeerSnapshot before = published(pair.a);
    pair.revoked.add(pair.b.id());
    pair.a.layer.recheckTrust();
    pair.a.drain();
    assertThat(before.revoked()).isTrue();
    assertThat(pair.a.events).containsExactly("established", "closed: revoked");
    assertThat(pair.a.outputs).contains(new Output.Withdraw(pair.b.id()));
    assertThat(pair.a.session()).isNull();
  }

  @Test
  void recordsThatComeAgainAreDropped() {
    Pair pair = new Pair(12);
    pair.establish();
    List<byte[]> recorded = new ArrayList<>();
    pair.sent.forEach(frame -> recorded.add(frame.bytes()));
    long before = pair.b.count(OverlayCounter.DROPPED_RECORD_REPLAYED);
    recorded.forEach(frame -> pair.b.receive(new DirectPath(Pair.endpoint("203.0.113.9")), frame));
    pair.runFor(SECOND);
    assertThat(pair.b.count(OverlayCounter.DROPPED_RECORD_REPLAYED)).isGreaterThan(before);
    assertThat(pair.b.liveSession().path()).isEqualTo(pair.a.direct());
    assertThat(pair.b.events).containsExactly("established");
  }

  @Test
  void aPathWithALongRoundTripIsNotTakenForDeadHoweverOftenItIsChecked() {
    Pair pair = new Pair(21);
    pair.establish();
    pair.link = frame -> List.of(SECOND);
    for (int i = 0; i < 120; i++) {
      pair.a.doubt();
      pair.runFor(SECOND);
    }
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
  }
}
