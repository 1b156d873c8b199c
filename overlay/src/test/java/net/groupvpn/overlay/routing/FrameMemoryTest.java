package net.groupvpn.overlay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.overlay.id.NodeId;
import net.groupvpn.overlay.path.Path.OverlayPath;
import org.junit.jupiter.api.Test;

final class FrameMemoryTest {
  private static final NodeId HOP = NodeId.hash(new byte[] {1});
  private static final NodeId OTHER = NodeId.hash(new byte[] {2});

  private final FrameMemory memory = new FrameMemory();

  private void remember(long id, long nowNanos) {
    OverlayPath path = new OverlayPath(OTHER, null);
    RoutedFrame frame =
        new RoutedFrame(
            id, path, path, RoutedFrame.FULL_BUDGET, Way.EXACT, PayloadKind.FRAME, new byte[0]);
    FrameMemory.Forwarded forwarded = new FrameMemory.Forwarded(frame, null, nowNanos);
    forwarded.lastHop = HOP;
    memory.remember(forwarded);
  }

  @Test
  void aFrameIsGivenBackOnceAndOnlyForTheHopItWentTo() {
    remember(1, 0);
    assertThat(memory.take(1, OTHER, 0)).isNull();
    assertThat(memory.take(1, HOP, 0)).isNotNull();
    assertThat(memory.take(1, HOP, 0)).isNull();
  }

  @Test
  void aFrameIsForgottenAfterAWhile() {
    remember(1, 0);
    assertThat(memory.take(1, HOP, FrameMemory.KEEP_NANOS + 1)).isNull();
  }

  @Test
  void sweepingFreesWhatIsForgottenAnyway() {
    remember(1, 0);
    remember(2, 1);
    memory.sweep(FrameMemory.KEEP_NANOS + 1);
    assertThat(memory.size()).isEqualTo(1);
    assertThat(memory.take(2, HOP, FrameMemory.KEEP_NANOS + 1)).isNotNull();
  }

  @Test
  void theOldestFrameGivesWayWhenThereIsNoRoom() {
    for (int id = 0; id <= FrameMemory.MAX_FRAMES; id++) {
      remember(id, 0);
    }
    assertThat(memory.size()).isEqualTo(FrameMemory.MAX_FRAMES);
    assertThat(memory.take(0, HOP, 0)).isNull();
    assertThat(memory.take(1, HOP, 0)).isNotNull();
  }
}
