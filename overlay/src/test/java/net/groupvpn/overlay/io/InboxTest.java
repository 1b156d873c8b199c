package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.io.Inbox.Lane;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox();

  @Test
  void sealedControlOvertakesUnauthenticatedInput() throws InterruptedException {
    Input stranger = command();
    Input sealed = command();
    inbox.offer(Lane.UNAUTHENTICATED, stranger);
    inbox.offer(Lane.SEALED, sealed);

    assertThat(List.of(take(), take())).containsExactly(sealed, stranger);
  }

  @Test
  void aFullLaneRefusesAndTheOthersStillAccept() {
    for (int i = 0; i < Lane.UNAUTHENTICATED.capacity; i++) {
      assertThat(inbox.offer(Lane.UNAUTHENTICATED, command())).isTrue();
    }

    assertThat(inbox.offer(Lane.UNAUTHENTICATED, command())).isFalse();
    assertThat(inbox.offer(Lane.SEALED, command())).isTrue();
  }

  @Test
  void newcomersAreNotShutOutByAFloodOfSealedFrames() throws InterruptedException {
    for (int i = 0; i < 2 * Inbox.TRUSTED_IN_A_ROW; i++) {
      inbox.offer(Lane.SEALED, command());
    }
    Input newcomer = command();
    inbox.offer(Lane.UNAUTHENTICATED, newcomer);

    List<Input> taken = new ArrayList<>();
    for (int i = 0; i <= Inbox.TRUSTED_IN_A_ROW; i++) {
      taken.add(take());
    }

    assertThat(taken).last().isSameAs(newcomer);
  }

  @Test
  void unauthenticatedInputWaitsWhileTheWorkersAreBusy() throws InterruptedException {
    inbox.offer(Lane.UNAUTHENTICATED, command());

    assertThat(inbox.poll(0, false)).isNull();
    assertThat(inbox.poll(0, true)).isNotNull();
  }

  private Input take() throws InterruptedException {
    Input input = inbox.poll(0, true);
    return Objects.requireNonNull(input);
  }

  private static Input command() {
    return new Input.Command(() -> {});
  }
}
