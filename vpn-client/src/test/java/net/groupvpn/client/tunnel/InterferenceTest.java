package net.groupvpn.client.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterferenceTest {
  private static final List<String> RULE = List.of("its IPV4 rule 5471");

  private final Interference interference =
      new Interference("it", () -> List.of("systemd-network", "wg-quick"));

  private static long second(long number) {
    return TimeUnit.SECONDS.toNanos(number);
  }

  @Test
  void eachTimeIsSaidAndTheFifthWithinAMinuteNamesWhoMayBeToBlame() {
    for (int i = 1; i < Interference.MANY; i++) {
      assertThat(interference.onRestored(RULE, second(i)))
          .contains("rule 5471")
          .doesNotContain("wg-quick");
    }
    assertThat(interference.onRestored(RULE, second(20)))
        .contains("5 times within a minute", "systemd-network, wg-quick");
    assertThat(interference.onRestored(RULE, second(21))).as("once is enough").isEmpty();
  }

  @Test
  void onceItWasLeftAloneForAMinuteItIsSaidAgain() {
    for (int i = 0; i < 2 * Interference.MANY; i++) {
      interference.onRestored(RULE, second(i));
    }
    assertThat(interference.onRestored(RULE, second(100))).contains("somebody took away");
  }

  @Test
  void fiveTimesInFiveMinutesAreNobodysIntention() {
    for (int i = 0; i < Interference.MANY; i++) {
      assertThat(interference.onRestored(RULE, second(61L * i))).contains("somebody took away");
    }
  }
}
