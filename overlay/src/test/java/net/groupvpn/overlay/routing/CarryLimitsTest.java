package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import org.junit.jupiter.api.Test;

class CarryLimitsTest {
  private static final int NODE = 2 << 20;
  private static final int PAYLOAD = 1_400;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int SECONDS = 20;

  private static NodeId node(int number) {
    return NodeId.hash(new byte[] {(byte) number, (byte) (number >> 8)});
  }

  private static RoutedFrame frame(PayloadKind kind, int source, int payloadBytes) {
    return new RoutedFrame(
        1,
        new OverlayPath(node(source), null),
        new OverlayPath(node(9_999), null),
        RoutedFrame.FULL_BUDGET,
        Way.EXACT,
        kind,
        new byte[payloadBytes]);
  }

  /** Bytes per second that pass when {@code links} links send as fast as they can. */
  private static long passed(CarryLimits limits, PayloadKind kind, int links, int payloadBytes) {
    long bytes = 0;
    for (long millis = 0; millis < SECONDS * 1_000; millis++) {
      for (int link = 0; link < links; link++) {
        // Sources are only claims: each frame names another one.
        RoutedFrame next = frame(kind, (int) millis % 1_000, payloadBytes);
        bytes += limits.admit(node(link), next, millis * MILLI) ? payloadBytes : 0;
      }
    }
    return bytes / SECONDS;
  }

  @Test
  void oneLinkGetsNoMoreThanItsShareWhateverSourcesItNames() {
    assertThat(passed(new CarryLimits(NODE), PayloadKind.PRIVATE_FRAME, 1, PAYLOAD))
        .isBetween(400_000L, 600_000L);
  }

  @Test
  void allLinksTogetherGetNoMoreThanTheNodeGives() {
    int links = 32;
    long signalling = (long) links * CarryLimits.SIGNAL_PER_LINK;
    assertThat(passed(new CarryLimits(NODE), PayloadKind.PRIVATE_FRAME, links, PAYLOAD))
        .isBetween((long) NODE, (long) (1.5 * (NODE + signalling)));
  }

  @Test
  void whoRefusesCarriesSignalsOnly() {
    assertThat(passed(new CarryLimits(0), PayloadKind.PRIVATE_FRAME, 1, PAYLOAD))
        .isBetween(30_000L, 2L * CarryLimits.SIGNAL_PER_LINK);
  }

  @Test
  void otherKindsOfFramesAreNoWayRoundTheLimit() {
    assertThat(passed(new CarryLimits(NODE), PayloadKind.DHT_REQUEST, 1, PAYLOAD))
        .isLessThan(2L * CarryLimits.SIGNAL_PER_LINK);
  }

  @Test
  void shortFramesCostMoreThanTheirBytes() {
    long frames = passed(new CarryLimits(NODE), PayloadKind.PRIVATE_FRAME, 8, 1);
    assertThat(frames).isLessThan(2L * (NODE / CarryLimits.LEAST_CHARGED_BYTES) + 8L * 2 * 512);
  }

  @Test
  void manyLinksCannotFloodOne() {
    CarryLimits limits = new CarryLimits(NODE);
    RoutedFrame frame = frame(PayloadKind.PRIVATE_FRAME, 1, PAYLOAD);
    long bytes = 0;
    for (long i = 0; i < SECONDS * 10_000; i++) {
      bytes += limits.admitTo(node(1), frame, i * MILLI / 10) ? PAYLOAD : 0;
    }
    assertThat(bytes / SECONDS).isLessThan((long) (1.2 * CarryLimits.CARRIED_PER_LINK));
  }

  @Test
  void carryingLeavesRoomForSignals() {
    CarryLimits limits = new CarryLimits(NODE);
    passed(limits, PayloadKind.PRIVATE_FRAME, 16, PAYLOAD);
    long now = SECONDS * 1_000 * MILLI;
    assertThat(limits.admit(node(500), frame(PayloadKind.DHT_REQUEST, 1, 300), now)).isTrue();
    assertThat(limits.admit(node(501), frame(PayloadKind.PRIVATE_FRAME, 1, 1_000), now)).isTrue();
  }
}
