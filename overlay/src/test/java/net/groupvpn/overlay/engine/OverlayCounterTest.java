package net.groupvpn.overlay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlayCounterTest {
  @Test
  void labelsAreWordsInPartsAndNoTwoAreAlike() {
    assertThat(Stream.of(OverlayCounter.values()))
        .extracting(Counter::label)
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z_]+(\\.[a-z_]+)+"));
  }
}
