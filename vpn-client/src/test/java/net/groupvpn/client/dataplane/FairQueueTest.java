package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private static final int LARGE = 60_000;

  private final FairQueue queue = new FairQueue();

  @Test
  void aPingPassesAFullTcpLoad() {
    for (int i = 0; i < 30; i++) {
      queue.add(frame(LARGE), 1, 1);
    }
    assertThat(queue.poll()).isNotNull();
    Frame ping = frame(98);
    queue.add(ping, 1, 2);
    // The load may finish its turn, but no more.
    assertThat(List.of(next(), next())).contains(ping);
  }

  @Test
  void flowsToOneDestinationShareAlike() {
    assertThat(shares(1, 1, 1)).allMatch(bytes -> bytes >= 9 * LARGE);
  }

  @Test
  void destinationsShareAlikeHoweverManyFlowsEachHas() {
    List<Integer> shares = shares(1, 1, 2);
    assertThat(shares.get(2)).isBetween(14 * LARGE, 16 * LARGE);
    assertThat(shares.get(0)).isBetween(7 * LARGE, 8 * LARGE);
  }

  /** The share of each of three flows, to these destinations, in the first 30 frames. */
  private List<Integer> shares(int... destinations) {
    for (int i = 0; i < 3 * 30; i++) {
      Frame frame = frame(LARGE);
      frame.destinationLow = i % 3;
      queue.add(frame, destinations[i % 3], i % 3);
    }
    List<Integer> shares = new ArrayList<>(List.of(0, 0, 0));
    for (int i = 0; i < 30; i++) {
      int flow = (int) next().destinationLow;
      shares.set(flow, shares.get(flow) + LARGE);
    }
    return shares;
  }

  @Test
  void theLongestFlowGivesWay() {
    for (int i = 0; i < 5; i++) {
      queue.add(frame(LARGE), 1, 1);
    }
    queue.add(frame(98), 2, 2);
    Frame victim = queue.dropFattest();
    assertThat(victim).isNotNull().extracting(frame -> frame.length).isEqualTo(LARGE);
    assertThat(queue.bytes()).isEqualTo(4 * LARGE + 98);
  }

  @Test
  void everythingComesOutOnceAndEachFlowInOrder() {
    Random random = new Random(3);
    int[] added = new int[50];
    int[] taken = new int[50];
    int waiting = 0;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(3) > 0) {
        int flow = random.nextInt(50);
        Frame frame = frame(60 + random.nextInt(LARGE));
        frame.destinationHigh = flow;
        frame.destinationLow = added[flow]++;
        queue.add(frame, flow % 7, flow);
        waiting++;
      } else if (waiting > 0) {
        Frame frame = next();
        assertThat(frame.destinationLow).isEqualTo(taken[(int) frame.destinationHigh]++);
        waiting--;
      }
    }
    while (waiting-- > 0) {
      Frame frame = next();
      assertThat(frame.destinationLow).isEqualTo(taken[(int) frame.destinationHigh]++);
    }
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(taken).isEqualTo(added);
  }

  private Frame next() {
    @Nullable Frame frame = queue.poll();
    if (frame == null) {
      throw new AssertionError("the queue is empty");
    }
    return frame;
  }

  private static Frame frame(int length) {
    Frame frame = new Frame(new byte[0]);
    frame.length = length;
    return frame;
  }
}
