package net.groupvpn.client.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.groupvpn.client.dataplane.PacketCount;
import net.groupvpn.client.portmap.PortMapCounter;
import net.groupvpn.overlay.engine.Counter;
import org.junit.jupiter.api.Test;

class ClientCounterTest {
  @Test
  void labelsAreWordsInPartsAndNoTwoAreAlike() {
    assertThat(
            Stream.<Counter[]>of(
                    ClientCounter.values(), PacketCount.values(), PortMapCounter.values())
                .flatMap(Stream::of))
        .extracting(Counter::label)
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z_]+(\\.[a-z_]+)+"));
  }
}
