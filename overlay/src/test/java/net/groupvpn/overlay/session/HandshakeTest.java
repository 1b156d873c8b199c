package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HalfOpenBudget;
import net.groupvpn.overlay.handshake.HandshakeExchange;
import net.groupvpn.overlay.handshake.HandshakeFrame;
import net.groupvpn.overlay.handshake.RetryFrame;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
  private static final byte[] HELLO = {0x20, 1, 2, 3};

  private static void assertTalking(Pair pair) {
    assertThat(pair.a.events).contains("established");
    assertThat(pair.b.events).contains("established");
    pair.link = frame -> List.of(Pair.DELAY_NANOS);
    pair.a.send(HELLO);
    pair.b.send(HELLO);
    pair.runFor(TimeUnit.SECONDS.toNanos(1));
    assertThat(pair.b.messages).contains(HELLO);
    assertThat(pair.a.messages).contains(HELLO);
  }

  @Test
  void bothEndsEstablishASessionAndTalk() {
    Pair pair = new Pair(1);
    pair.establish();
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
    assertThat(pair.a.liveSession().rttNanos()).isEqualTo(2 * Pair.DELAY_NANOS);
    assertTalking(pair);
  }

  @Test
  void theOverlayCarriesAHandshakeAsWell() {
    Pair pair = new Pair(2);
    pair.a.open(pair.b.overlay(), pair.b.id());
    pair.runFor(TimeUnit.SECONDS.toNanos(2));
    assertTalking(pair);
    assertThat(pair.a.liveSession().path()).isEqualTo(pair.b.overlay());
  }

  @Test
  void anyOneLostDatagramIsMadeUpFor() {
    for (int lost = 0; lost < 14; lost++) {
      int number = lost;
      Pair pair = new Pair(lost);
      pair.link = frame -> frame.number() == number ? List.of() : List.of(Pair.DELAY_NANOS);
      pair.establish();
      assertTalking(pair);
    }
  }

  @Test
  void anyTwoLostDatagramsAreMadeUpFor() {
    for (int first = 0; first < 12; first++) {
      for (int second = first + 1; second < 13; second++) {
        int one = first;
        int two = second;
        Pair pair = new Pair(first);
        pair.link =
            frame ->
                frame.number() == one || frame.number() == two
                    ? List.of()
                    : List.of(Pair.DELAY_NANOS);
        pair.a.open(pair.b.direct(), pair.b.id());
        pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
        assertTalking(pair);
      }
    }
  }

  @Test
  void heavyLossReorderingAndDuplicationAreSurvived() {
    int established = 0;
    for (int seed = 0; seed < 200; seed++) {
      Pair pair = new Pair(seed);
      pair.link =
          frame -> {
            List<Long> copies = new ArrayList<>();
            for (int copy = 0; copy < 2; copy++) {
              if (pair.random.nextInt(100) >= 40) {
                copies.add((long) pair.random.nextInt(200_000_000));
              }
            }
            return copies;
          };
      pair.a.open(pair.b.direct(), pair.b.id());
      pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
      established += pair.a.events.contains("established") ? 1 : 0;
    }
    assertThat(established).isGreaterThan(195);
  }

  @Test
  void smallFragmentsFollowTwoLosses() {
    Pair pair = new Pair(3);
    pair.link = frame -> frame.bytes().length > 600 ? List.of() : List.of(Pair.DELAY_NANOS);
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertTalking(pair);
  }

  @Test
  void aNodeOtherThanTheExpectedOneIsNamed() {
    Pair pair = new Pair(4);
    NodeId other = NodeId.ofHex("77".repeat(NodeId.BYTES));
    pair.a.open(pair.b.direct(), other);
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.a.events)
        .containsExactly("failed: expected node " + other + ", but " + pair.b.id() + " answered");
    assertThat(pair.b.events).isEmpty();
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.a.indexes.size()).isZero();
    assertThat(pair.b.indexes.size()).isZero();
  }

  @Test
  void nobodyAtTheOtherEndIsAFailureAfterTenSeconds() {
    Pair pair = new Pair(5);
    pair.link = frame -> List.of();
    pair.a.open(pair.b.direct(), null);
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.a.events).containsExactly("failed: no answer");
    assertThat(pair.a.indexes.size()).isZero();
    assertThat(pair.sent.size()).isLessThan(30);
  }

  @Test
  void aRefusedInitiatorLearnsThatItsCertificateWasNotAccepted() {
    Pair pair = new Pair(6);
    pair.revoked.add(pair.a.id());
    pair.establish();
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.a.events)
        .containsExactly("failed: the other end did not accept this node's certificate");
    assertThat(pair.b.events).isEmpty();
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.b.indexes.size()).isZero();
  }

  @Test
  void anInitiatorRefusesARevokedResponder() {
    Pair pair = new Pair(7);
    pair.revoked.add(pair.b.id());
    pair.establish();
    assertThat(pair.a.events).containsExactly("failed: node " + pair.b.id() + " is not admitted");
    assertThat(pair.b.events).isEmpty();
  }

  @Test
  void aPeerThatIsRevokedBeforeItsFirstRecordGetsNoSession() {
    Pair pair = new Pair(12);
    pair.link =
        frame -> {
          if (FrameHeader.type(frame.bytes()) == FrameType.SEALED) {
            pair.revoked.add(pair.b.id());
          }
          return List.of(Pair.DELAY_NANOS);
        };
    pair.establish();
    assertThat(pair.a.events).containsExactly("failed: node " + pair.b.id() + " was revoked");
    assertThat(pair.a.session()).isNull();
    assertThat(pair.a.indexes.size()).isZero();
  }

  @Test
  void anUnprovedAddressNeverGetsMoreBytesThanItSent() {
    Pair pair = new Pair(8);
    long[] bytes = new long[2];
    pair.link =
        frame -> {
          boolean fromA = frame.from() == pair.a;
          bytes[fromA ? 0 : 1] += frame.bytes().length;
          assertThat(bytes[1]).isLessThanOrEqualTo(bytes[0]);
          // Nothing returns to a, so it never proves its address.
          return fromA ? List.of(Pair.DELAY_NANOS) : List.of();
        };
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(bytes[1]).isPositive();
  }

  @Test
  void aLossFreeHandshakeTakesTwoRoundTripsAndFewFrames() {
    Pair pair = new Pair(9);
    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(4 * Pair.DELAY_NANOS);
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.sent)
        .filteredOn(frame -> FrameHeader.type(frame.bytes()) == FrameType.HANDSHAKE)
        .hasSizeLessThan(9);
  }

  @Test
  void halfOpenHandshakesAreLimitedPerSourceAndInAll() throws Exception {
    Pair pair = new Pair(10);
    for (int attempt = 0; attempt < 1_000; attempt++) {
      String address = "198.51." + attempt / 250 + "." + attempt % 250;
      beginAndBringTheCookieBack(pair, new DirectPath(Pair.endpoint(address)), attempt);
      beginAndBringTheCookieBack(pair, pair.a.direct(), attempt);
    }
    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.MAX_HALF_OPEN);
    assertThat(pair.b.count(OverlayCounter.DROPPED_HANDSHAKE_LIMIT)).isPositive();
    pair.runFor(HandshakeExchange.GIVE_UP_NANOS);
    assertThat(pair.b.indexes.size()).isZero();
  }

  private static void beginAndBringTheCookieBack(Pair pair, Path from, long attempt)
      throws WireException {
    int before = pair.sent.size();
    pair.b.receive(from, begin(pair, attempt, new byte[0]));
    for (Pair.Frame answer : List.copyOf(pair.sent.subList(before, pair.sent.size()))) {
      if (FrameHeader.type(answer.bytes()) == FrameType.RETRY) {
        pair.b.receive(from, begin(pair, attempt, RetryFrame.decode(answer.bytes()).cookie()));
      }
    }
  }

  private static byte[] begin(Pair pair, long attempt, byte[] cookie) {
    HandshakeFrame.Piece piece = new HandshakeFrame.Piece(0, 10, 0, new byte[5]);
    return new HandshakeFrame(attempt, false, 2, 3, piece, cookie, 0)
        .encode(TestNode.REALM, pair.b.security);
  }
}
