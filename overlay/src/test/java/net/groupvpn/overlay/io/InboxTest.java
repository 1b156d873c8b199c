package net.groupvpn.overlay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.groupvpn.overlay.io.Inbox.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  @ParameterizedTest
  @EnumSource
  void noLaneShutsAnotherOut(Lane flooded) throws InterruptedException {
    for (Lane lane : Lane.values()) {
      if (lane != flooded) {
        Input waiting = command();
        flood(flooded);
        inbox.offer(lane, waiting);

        assertThat(takenUntil(waiting)).as("%s", lane).isLessThanOrEqualTo(lane.patience + 1);
      }
    }
  }

  @Test
  void allLanesHaveTurnsWhenAllAreFlooded() throws InterruptedException {
    List<Input> firsts = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      Input first = command();
      firsts.add(first);
      inbox.offer(lane, first);
      flood(lane);
    }

    int most = 0;
    List<Input> taken = new ArrayList<>();
    while (!taken.containsAll(firsts)) {
      taken.add(take());
      most++;
    }

    assertThat(most).isLessThanOrEqualTo(Lane.UNAUTHENTICATED.patience + Lane.values().length);
  }

  private void flood(Lane lane) {
    for (int i = 0; i < 100; i++) {
      inbox.offer(lane, command());
    }
  }

  private int takenUntil(Input wanted) throws InterruptedException {
    int taken = 1;
    while (take() != wanted) {
      taken++;
    }
    return taken;
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
