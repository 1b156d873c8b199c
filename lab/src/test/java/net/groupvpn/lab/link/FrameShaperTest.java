package net.groupvpn.lab.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FrameShaperTest {
  private static final int FRAMES = 100_000;
  private static final long GAP_NANOS = 100_000;

  private static List<List<Long>> run(LinkSettings settings) {
    FrameShaper shaper = new FrameShaper(settings, new Random(settings.seed()));
    List<List<Long>> all = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      List<Long> arrivals = new ArrayList<>();
      shaper.shape(i * GAP_NANOS, 1_000, arrivals::add);
      all.add(arrivals);
    }
    return all;
  }

  private static double shareWithCount(List<List<Long>> arrivals, int count) {
    return arrivals.stream().filter(list -> list.size() == count).count() / (double) FRAMES;
  }

  @Test
  void aCleanLinkDeliversEachFrameOnceAtOnce() {
    List<List<Long>> arrivals = run(LinkSettings.CLEAN);
    assertThat(shareWithCount(arrivals, 1)).isEqualTo(1);
    assertThat(arrivals.get(7)).containsExactly(7 * GAP_NANOS);
  }

  @Test
  void lossAndDuplicationHaveTheirShares() {
    List<List<Long>> arrivals = run(LinkSettings.CLEAN.withLoss(0.05).withDisorder(0.02, 0));
    assertThat(shareWithCount(arrivals, 0)).isEqualTo(0.05, Offset.offset(0.005));
    assertThat(shareWithCount(arrivals, 2)).isEqualTo(0.95 * 0.02, Offset.offset(0.003));
  }

  @Test
  void jitterKeepsTheOrderAndReorderingBreaksIt() {
    assertThat(shareOvertaken(run(new LinkSettings(5, 3, 0, 0, 0, 0, 3)))).isZero();
    assertThat(shareOvertaken(run(new LinkSettings(5, 0, 0, 0, 0.05, 0, 3))))
        .isEqualTo(0.05, Offset.offset(0.005));
  }

  private static double shareOvertaken(List<List<Long>> arrivals) {
    int overtaken = 0;
    for (int i = 0; i + 1 < arrivals.size(); i++) {
      if (arrivals.get(i).get(0) > arrivals.get(i + 1).get(0)) {
        overtaken++;
      }
    }
    return overtaken / (double) FRAMES;
  }

  @Test
  void theRateBoundsThroughputAndTheQueueDropsTheRest() {
    List<List<Long>> arrivals = run(LinkSettings.CLEAN.withRate(8));
    long last = arrivals.stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0);
    long delivered = arrivals.stream().filter(list -> !list.isEmpty()).count();
    assertThat(delivered * 8_000 / (last / 1e9)).isEqualTo(8e6, Offset.offset(2e4));
    assertThat(last).isLessThanOrEqualTo(FRAMES * GAP_NANOS + FrameShaper.MAX_QUEUE_NANOS);
  }
}
