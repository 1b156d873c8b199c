package net.groupvpn.overlay.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ReplayWindowTest {
  private static final int BITS = 1_024;

  /** The simplest possible window. */
  private static final class Model {
    private final Set<Long> seen = new HashSet<>();
    private long highest = -1;

    boolean accept(long sequence) {
      if (sequence <= highest - BITS || !seen.add(sequence)) {
        return false;
      }
      highest = Math.max(highest, sequence);
      return true;
    }
  }

  @Property(tries = 300)
  void itAgreesWithAPlainSet(@ForAll List<@IntRange(min = -1_100, max = 1_300) Integer> steps) {
    ReplayWindow window = new ReplayWindow(BITS);
    Model model = new Model();
    long at = 0;
    for (int step : steps) {
      at = Math.max(0, at + step);
      for (long sequence = at; sequence < at + 3; sequence++) {
        assertThat(window.accept(sequence)).isEqualTo(model.accept(sequence));
      }
    }
  }

  @Test
  void aFullWindowOfReorderedPacketsIsTakenOnce() {
    ReplayWindow window = new ReplayWindow(ReceiveKeys.DATA_WINDOW_BITS);
    for (long sequence = ReceiveKeys.DATA_WINDOW_BITS - 1; sequence >= 0; sequence--) {
      assertThat(window.accept(sequence)).isTrue();
    }
    for (long sequence = 0; sequence < ReceiveKeys.DATA_WINDOW_BITS; sequence++) {
      assertThat(window.accept(sequence)).isFalse();
    }
  }

  @Test
  void aSizeThatIsNoPowerOfTwoIsRefused() {
    assertThatThrownBy(() -> new ReplayWindow(1_000)).hasMessageContaining("1000");
  }
}
