package net.groupvpn.overlay.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.Output;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.handshake.HalfOpenBudget;
import net.groupvpn.overlay.handshake.HandshakeFrame;
import net.groupvpn.overlay.path.Path;
import net.groupvpn.overlay.path.Path.DirectPath;
import net.groupvpn.overlay.record.FrameHeader;
import org.junit.jupiter.api.Test;

final class HostileFramesTest {
  private static final int FRAMES = 100_000;

  /** What is counted for frames whose first bytes are right. */
  private static final List<Counter> PAST_THE_HEADER =
      List.of(
          OverlayCounter.DROPPED_HANDSHAKE_REALM,
          OverlayCounter.DROPPED_HANDSHAKE_MAC,
          OverlayCounter.DROPPED_RECORD_INDEX);

  private static long dropped(TestNode node) {
    return node.engine.counters().snapshot().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("dropped."))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  @Test
  void randomFramesAreDroppedAndCounted() {
    Pair pair = new Pair(1);
    pair.establish();
    Random random = new Random(1);
    int before = pair.sent.size();
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = new byte[random.nextInt(120)];
      random.nextBytes(frame);
      if (frame.length > 10) {
        frame[0] = (byte) random.nextInt(6);
        frame[1] = FrameHeader.VERSION;
        System.arraycopy(TestNode.REALM, 0, frame, 2, random.nextInt(9));
      }
      pair.b.receive(pair.a.direct(), frame);
    }
    assertThat(dropped(pair.b)).isEqualTo(FRAMES);
    assertThat(PAST_THE_HEADER).allMatch(counter -> pair.b.count(counter) > 0);
    assertThat(pair.sent).hasSize(before);
    assertThat(pair.b.indexes.size()).isEqualTo(1);
    assertThat(pair.b.events).containsExactly("established");
  }

  @Test
  void changedFramesOfARealConversationGetNoAnswer() {
    Pair pair = new Pair(2);
    pair.establish();
    List<Pair.Frame> real = List.copyOf(pair.sent);
    Random random = new Random(2);
    Path elsewhere = new DirectPath(Pair.endpoint("203.0.113.9"));
    for (int i = 0; i < FRAMES; i++) {
      byte[] frame = real.get(random.nextInt(real.size())).bytes().clone();
      frame[random.nextInt(frame.length)] ^= (byte) (1 + random.nextInt(255));
      byte[] cut =
          random.nextBoolean() ? frame : Arrays.copyOf(frame, random.nextInt(frame.length));
      pair.b.receive(random.nextBoolean() ? elsewhere : pair.a.direct(), cut);
    }
    // A changed index may name the DATA keys; the data plane drops such a frame.
    long handedOver =
        pair.b.outputs.stream().filter(output -> output instanceof Output.DeliverData).count();
    assertThat(dropped(pair.b) + handedOver).isEqualTo(FRAMES);
    assertThat(pair.sent).hasSize(real.size());
    assertThat(pair.b.indexes.size()).isEqualTo(1);
  }

  /** A sender that knows the frame MAC's key, as everybody does in the public overlay. */
  @Test
  void handshakeFramesWithARightMacAndRandomContentLeaveNothingBehind() {
    Pair pair = new Pair(3);
    Random random = new Random(3);
    for (int i = 0; i < FRAMES; i++) {
      byte[] cookie = new byte[random.nextInt(HandshakeFrame.MAX_COOKIE_BYTES + 1)];
      byte[] fragment = new byte[random.nextInt(60)];
      random.nextBytes(fragment);
      int control = random.nextInt(4);
      HandshakeFrame frame =
          new HandshakeFrame(
              random.nextInt(400),
              random.nextInt(10) == 0,
              control,
              control | 1,
              new HandshakeFrame.Piece(
                  random.nextInt(80), random.nextInt(150), random.nextInt(100), fragment),
              cookie,
              random.nextInt(20));
      Path from = new DirectPath(Pair.endpoint("198.51.100." + random.nextInt(100)));
      pair.b.receive(from, frame.encode(TestNode.REALM, pair.b.security));
    }
    assertThat(pair.b.indexes.size()).isLessThanOrEqualTo(HalfOpenBudget.MAX_HALF_OPEN);
    assertThat(pair.b.events).isEmpty();
    pair.runFor(TimeUnit.SECONDS.toNanos(11));
    assertThat(pair.b.indexes.size()).isZero();
    pair.establish();
    assertThat(pair.b.events).containsExactly("established");
  }

  /** An authenticated peer is not necessarily well-behaved. */
  @Test
  void randomMessagesInGoodRecordsDoNoHarm() {
    Pair pair = new Pair(4);
    pair.establish();
    PeerSession session = (PeerSession) pair.a.liveSession();
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[random.nextInt(40)];
      random.nextBytes(message);
      if (message.length > 0) {
        message[0] = (byte) random.nextInt(32);
        if (MessageType.of(message) == MessageType.CLOSE) {
          message[0] = (byte) MessageType.FRAGMENT.code();
        }
      }
      session.sendOn(pair.b.direct(), message);
      pair.runFor(Pair.DELAY_NANOS);
    }
    assertThat(pair.b.count(OverlayCounter.DROPPED_MESSAGE_MALFORMED)).isPositive();
    assertThat(pair.b.count(OverlayCounter.DROPPED_MESSAGE_UNKNOWN)).isPositive();
    PeerSession other = (PeerSession) pair.b.liveSession();
    assertThat(other.assembly().size()).isLessThanOrEqualTo(MessageAssembly.MAX_INCOMPLETE);
  }
}
