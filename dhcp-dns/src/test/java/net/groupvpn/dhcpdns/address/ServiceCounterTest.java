package net.groupvpn.dhcpdns.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.groupvpn.overlay.engine.Counter;
import org.junit.jupiter.api.Test;

class ServiceCounterTest {
  @Test
  void labelsAreWordsInPartsAndNoTwoAreAlike() {
    assertThat(Stream.of(ServiceCounter.values()))
        .extracting(Counter::label)
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z_]+(\\.[a-z_]+)+"));
  }
}
