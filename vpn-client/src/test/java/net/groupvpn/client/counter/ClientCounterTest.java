package net.groupvpn.client.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.groupvpn.client.dataplane.PacketCount;
import net.groupvpn.overlay.engine.Counter;
import org.junit.jupiter.api.Test;

class ClientCounterTest {
  @Test
  void labelsAreWordsInPartsAndNoTwoAreAlike() {
    assertThat(
            Stream.concat(
                Stream.<Counter>of(ClientCounter.values()), Stream.of(PacketCount.values())))
        .extracting(Counter::label)
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z_]+(\\.[a-z_]+)+"));
  }
}
