package net.groupvpn.overlay.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final int EVENTS = 5_000;

  @Test
  void eventsComeByTimeThenByOrder() {
    SplittableRandom random = new SplittableRandom(1);
    EventQueue queue = new EventQueue();
    List<long[]> reference = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      long[] event = {random.nextInt(50), random.nextLong(Long.MAX_VALUE)};
      reference.add(event);
      queue.add(event[0], event[1], i);
    }
    reference.sort(
        Comparator.<long[]>comparingLong(event -> event[0]).thenComparingLong(event -> event[1]));
    for (long[] expected : reference) {
      assertThat(queue.firstTime()).isEqualTo(expected[0]);
      assertThat(queue.firstOrder()).isEqualTo(expected[1]);
      queue.removeFirst();
    }
    assertThat(queue.isEmpty()).isTrue();
  }
}
