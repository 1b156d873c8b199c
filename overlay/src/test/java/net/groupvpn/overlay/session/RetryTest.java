package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.CookieJar;
import net.groupvpn.overlay.handshake.HalfOpenBudget;
import net.groupvpn.overlay.handshake.HandshakeFrame;
import net.groupvpn.overlay.handshake.RetryFrame;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Endpoint;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.path.Path.RelayPath;
import net.groupvpn.overlay.record.FrameHeader;
import net.groupvpn.overlay.record.FrameType;
import net.groupvpn.overlay.wire.WireException;
import org.junit.jupiter.api.Test;

/** More newcomers contact node b than it keeps state for. */
final class RetryTest {
  private static final long WHILE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long FLOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private final Pair pair = new Pair(5);
  private int flooded;

  private static Path stranger(int number) {
    return new DirectPath(Pair.endpoint("198.51.100." + number));
  }

  private byte[] first(long attempt, byte[] cookie) {
    byte[] fragment = new byte[100];
    HandshakeFrame.Piece piece = new HandshakeFrame.Piece(0, 1_000, 0, fragment);
    return new HandshakeFrame(attempt, false, 2, 3, piece, cookie, 900)
        .encode(TestNode.REALM, pair.b.security);
  }

  private void load() {
    for (int i = 0; i < HalfOpenBudget.LOADED_HALF_OPEN; i++) {
      pair.b.receive(stranger(i), first(i, new byte[0]));
    }
  }

  private List<byte[]> sentByB(int from, FrameType type) {
    return pair.sent.subList(from, pair.sent.size()).stream()
        .filter(frame -> frame.from() == pair.b)
        .map(Pair.Frame::bytes)
        .filter(bytes -> FrameHeader.type(bytes) == type)
        .toList();
  }

  @Test
  void underLoadANewcomerGetsNoStateAndFewerBytesThanItSent() {
    load();
    int before = pair.sent.size();
    int indexes = pair.b.indexes.size();

    byte[] smallest = first(7_000, new byte[0]);
    pair.b.receive(stranger(200), smallest);

    assertThat(pair.b.indexes.size()).isEqualTo(indexes);
    List<byte[]> answers = sentByB(before, FrameType.RETRY);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).length).isLessThan(HandshakeFrame.OVERHEAD_BYTES);
    assertThat(pair.sent).hasSize(before + 1);
  }

  @Test
  void whoBringsTheCookieBackIsServedAllTheSame() {
    load();

    pair.a.open(pair.b.direct(), pair.b.id());
    pair.runFor(WHILE_NANOS);

    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_RETRY_SENT)).isPositive();
    assertThat(pair.a.events).containsExactly("established");
    assertThat(pair.b.events).containsExactly("established");
  }

  @Test
  void aCookieIsOfNoUseFromElsewhereOrForAnotherAttemptOrLater() throws Exception {
    load();
    int before = pair.sent.size();
    pair.b.receive(stranger(200), first(7_000, new byte[0]));
    byte[] cookie = RetryFrame.decode(sentByB(before, FrameType.RETRY).get(0)).cookie();
    int indexes = pair.b.indexes.size();

    pair.b.receive(stranger(201), first(7_000, cookie));
    pair.b.receive(stranger(200), first(7_001, cookie));
    assertThat(pair.b.indexes.size()).isEqualTo(indexes);

    pair.b.receive(stranger(200), first(7_000, cookie));
    assertThat(pair.b.indexes.size()).isEqualTo(indexes + 1);

    pair.runFor(2 * CookieJar.SECRET_NANOS + 1);
    load();
    int later = pair.b.indexes.size();
    pair.b.receive(stranger(200), first(7_000, cookie));
    assertThat(pair.b.indexes.size()).isEqualTo(later);
  }

  @Test
  void withoutLoadNobodyIsAskedForACookie() {
    pair.establish();

    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_RETRY_SENT)).isZero();
    assertThat(sentByB(0, FrameType.RETRY)).isEmpty();
  }

  @Test
  void aForgedOrStrayRetryChangesNothing() {
    byte[] cookie = new byte[CookieJar.COOKIE_BYTES];
    byte[] stray = new RetryFrame(1, cookie).encode(TestNode.REALM, pair.a.security);
    byte[] forged = stray.clone();
    forged[forged.length - 1] ^= 1;
    pair.a.receive(pair.b.direct(), stray);
    pair.a.receive(pair.b.direct(), forged);
    pair.a.receive(pair.b.direct(), Arrays.copyOf(stray, 20));

    assertThat(pair.a.count(OverlayCounter.DROPPED_RETRY_STRAY)).isEqualTo(1);
    assertThat(pair.a.count(OverlayCounter.DROPPED_HANDSHAKE_MAC)).isEqualTo(2);
    assertThat(pair.sent).isEmpty();
  }

  private static NodeId member(int number) {
    return NodeId.hash(new byte[] {(byte) (number >> 8), (byte) number});
  }

  @Test
  void oneCarrierCannotTakeMoreThanItsShareWhateverSourcesItNames() {
    NodeId carrier = member(1);
    for (int i = 0; i < 2_000; i++) {
      NodeId claimed = member(1_000 + i);
      pair.b.receive(new OverlayPath(claimed, carrier), carrier, first(i, new byte[0]));
      pair.b.receive(new RelayPath(carrier, claimed), null, first(i, new byte[0]));
    }
    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.LOADED_PER_CARRIER);
    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_RETRY_SENT)).isPositive();

    int before = pair.sent.size();
    pair.b.receive(stranger(9), first(9_000, new byte[0]));
    assertThat(sentByB(before, FrameType.RETRY)).isEmpty();
    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.LOADED_PER_CARRIER + 1);
  }

  @Test
  void aCarrierThatFetchesItsCookiesStillHasALimit() throws Exception {
    NodeId carrier = member(1);
    for (int i = 0; i < 200; i++) {
      Path claimed = new OverlayPath(member(1_000 + i), carrier);
      int before = pair.sent.size();
      pair.b.receive(claimed, carrier, first(i, new byte[0]));
      for (byte[] retry : sentByB(before, FrameType.RETRY)) {
        pair.b.receive(claimed, carrier, first(i, RetryFrame.decode(retry).cookie()));
      }
    }
    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.MAX_PER_CARRIER);
  }

  /** One frame every 2 ms, always with a new name, each cookie returned; for that long. */
  private void floodFor(long nanos) throws WireException {
    NodeId carrier = member(1);
    for (long spent = 0; spent < nanos; spent += FLOOD_NANOS) {
      int number = flooded++;
      Path claimed = new OverlayPath(member(1_000 + number), carrier);
      int before = pair.sent.size();
      pair.b.receive(claimed, carrier, first(number, new byte[0]));
      for (byte[] retry : sentByB(before, FrameType.RETRY)) {
        pair.b.receive(claimed, carrier, first(number, RetryFrame.decode(retry).cookie()));
      }
      pair.runFor(FLOOD_NANOS);
    }
  }

  @Test
  void aNewcomerDoesNotWaitWhileOneLinkBringsFiveHundredHandshakesASecond() throws Exception {
    floodFor(TimeUnit.SECONDS.toNanos(5));

    pair.a.open(pair.b.direct(), pair.b.id());
    floodFor(TimeUnit.SECONDS.toNanos(1));

    assertThat(pair.a.events).containsExactly("established");
  }

  @Test
  void manyCarriersLeaveHalfOfThePlacesToThoseWhoComeStraight() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      NodeId carrier = member(i % 50);
      Path claimed = new OverlayPath(member(1_000 + i), carrier);
      int before = pair.sent.size();
      pair.b.receive(claimed, carrier, first(i, new byte[0]));
      for (byte[] retry : sentByB(before, FrameType.RETRY)) {
        pair.b.receive(claimed, carrier, first(i, RetryFrame.decode(retry).cookie()));
      }
    }
    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.MAX_CARRIED);
  }

  @Test
  void aCookieOverARelayIsOfNoUseToAnotherSource() throws Exception {
    load();
    int before = pair.sent.size();
    pair.b.receive(new RelayPath(member(1), member(2)), null, first(7_000, new byte[0]));
    byte[] cookie = RetryFrame.decode(sentByB(before, FrameType.RETRY).get(0)).cookie();
    int indexes = pair.b.indexes.size();

    pair.b.receive(new RelayPath(member(1), member(3)), null, first(7_000, cookie));
    assertThat(pair.b.indexes.size()).isEqualTo(indexes);
    pair.b.receive(new RelayPath(member(1), member(2)), null, first(7_000, cookie));
    assertThat(pair.b.indexes.size()).isEqualTo(indexes + 1);
  }

  @Test
  void oneAddressCannotTakeAllPlacesWhateverItsPorts() {
    for (int port = 1; port <= 2 * HalfOpenBudget.MAX_PER_PREFIX; port++) {
      Endpoint endpoint = new Endpoint(Pair.endpoint("198.51.100.7").address(), 10_000 + port);
      pair.b.receive(new DirectPath(endpoint), first(port, new byte[0]));
    }

    assertThat(pair.b.indexes.size()).isEqualTo(HalfOpenBudget.MAX_PER_PREFIX);
    pair.b.receive(stranger(9), first(9_000, new byte[0]));
    assertThat(pair.b.count(OverlayCounter.HANDSHAKE_RETRY_SENT)).isPositive();
  }
}
