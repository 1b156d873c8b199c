package net.groupvpn.gateway.nat.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class PacketInboxTest {
  private static final NodeId LOUD = NodeId.hash(new byte[] {1});
  private static final NodeId QUIET = NodeId.hash(new byte[] {2});

  private final PacketInbox inbox = new PacketInbox();

  @Test
  void whoSendsTooMuchFillsItsOwnQueueAlone() {
    for (int i = 0; i < PacketInbox.MAX_PER_MEMBER; i++) {
      assertThat(inbox.offer(LOUD, new byte[1])).isTrue();
    }
    assertThat(inbox.offer(LOUD, new byte[1])).isFalse();
    assertThat(inbox.offer(QUIET, new byte[2])).isTrue();
    Objects.requireNonNull(inbox.poll());
    assertThat(Objects.requireNonNull(inbox.poll()).member()).isEqualTo(QUIET);
  }

  @Test
  void allTogetherHaveALimit() {
    for (int member = 0; member < 16; member++) {
      for (int i = 0; i < PacketInbox.MAX_PER_MEMBER; i++) {
        assertThat(inbox.offer(NodeId.hash(new byte[] {9, (byte) member}), new byte[1])).isTrue();
      }
    }
    assertThat(inbox.offer(QUIET, new byte[1])).isFalse();
    for (int i = 0; i < PacketInbox.MAX_PACKETS; i++) {
      Objects.requireNonNull(inbox.poll());
    }
    assertThat(inbox.poll()).isNull();
    assertThat(inbox.isEmpty()).isTrue();
  }
}
