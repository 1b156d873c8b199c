package net.groupvpn.overlay.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.path.Path.OverlayPath;
import net.groupvpn.overlay.routing.Messenger;
import net.groupvpn.overlay.routing.PayloadKind;
import net.groupvpn.overlay.session.MessageType;
import net.groupvpn.overlay.session.Session;
import net.groupvpn.overlay.wire.WireWriter;
import org.junit.jupiter.api.Test;

/** A length that a peer has chosen never causes an exception. */
class OverlongMessageTest {
  private static final int PIECES = 16;
  private static final int PIECE_BYTES = 1_143;

  private final TestOverlay overlay = new TestOverlay(71).grow(3);
  private final OverlayNode hostile = overlay.nodes.get(2);
  private final OverlayNode relay = overlay.nodes.get(0);
  private final OverlayNode victim = overlay.nodes.get(1);

  OverlongMessageTest() {
    overlay.network.runUntil(overlay::settled, Duration.ofMinutes(1));
    overlay.network.runFor(Duration.ofSeconds(2));
  }

  /** Sends it in the pieces of a member with other limits than this program. */
  private void sendInPieces(byte[] message) {
    Session session = Objects.requireNonNull(hostile.session(relay.self()));
    for (int index = 0; index * PIECE_BYTES < message.length; index++) {
      int from = index * PIECE_BYTES;
      byte[] piece =
          Arrays.copyOfRange(message, from, Math.min(message.length, from + PIECE_BYTES));
      byte[] fragment =
          new WireWriter()
              .code(MessageType.FRAGMENT)
              .i32(99)
              .u8(index)
              .u8((message.length + PIECE_BYTES - 1) / PIECE_BYTES)
              .fixed(piece)
              .toBytes();
      session.sendOn(session.path(), fragment);
    }
  }

  @Test
  void aFrameForARelayThatIsLongerThanAMessageIsDropped() {
    byte[] message =
        new WireWriter()
            .code(MessageType.RELAY)
            .nodeId(victim.self())
            .fixed(new byte[PIECES * PIECE_BYTES - 21])
            .toBytes();

    overlay.host(hostile).command(() -> sendInPieces(message));
    overlay.network.runFor(Duration.ofSeconds(1));

    assertThat(relay.status().counters())
        .containsKey(OverlayCounter.DROPPED_MESSAGE_MALFORMED.label());
    assertThat(overlay.settled()).isTrue();
  }

  @Test
  void whatIsTooLongToBeSentIsDroppedAndCounted() {
    overlay
        .host(relay)
        .command(
            () -> {
              relay.sendToPeer(victim.self(), 1, new byte[Session.MAX_MESSAGE_BYTES]);
              relay
                  .messenger()
                  .sendExact(
                      new OverlayPath(victim.self(), null),
                      PayloadKind.FRAME,
                      new byte[Messenger.MAX_PAYLOAD_BYTES + 1]);
            });

    assertThat(relay.status().counters())
        .containsEntry(OverlayCounter.DROPPED_SEND_LENGTH.label(), 1L)
        .containsEntry(OverlayCounter.DROPPED_ROUTED_TOO_LONG.label(), 1L);
  }
}
