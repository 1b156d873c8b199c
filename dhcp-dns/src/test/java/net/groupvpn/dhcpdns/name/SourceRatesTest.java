package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.junit.jupiter.api.Test;

class SourceRatesTest {
  private static final Ipv6Address LOUD = new Ipv6Address(0, 1);
  private static final Ipv6Address QUIET = new Ipv6Address(0, 2);
  private static final int PER_SECOND = 200;
  private static final int BURST = 400;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final SourceRates rates = new SourceRates(PER_SECOND, BURST);

  @Test
  void afterABurstEachSourceHasItsRate() {
    assertThat(takes(LOUD, 0)).isEqualTo(BURST);
    assertThat(takes(LOUD, SECOND_NANOS)).isEqualTo(PER_SECOND);
    assertThat(takes(LOUD, 2 * SECOND_NANOS)).isEqualTo(PER_SECOND);
    assertThat(takes(QUIET, 2 * SECOND_NANOS)).isEqualTo(BURST);
    assertThat(takes(LOUD, 100 * SECOND_NANOS)).isEqualTo(BURST);
  }

  @Test
  void theSourceThatWasSilentForLongestIsForgotten() {
    takes(LOUD, 0);
    for (int i = 1; i < SourceRates.MAX_SOURCES; i++) {
      assertThat(rates.take(new Ipv6Address(1, i), 0)).isTrue();
    }
    assertThat(rates.take(LOUD, 0)).as("still known").isFalse();
    for (int i = 0; i < SourceRates.MAX_SOURCES; i++) {
      assertThat(rates.take(new Ipv6Address(2, i), 0)).isTrue();
    }
    assertThat(rates.take(LOUD, 0)).as("forgotten").isTrue();
  }

  private int takes(Ipv6Address source, long nowNanos) {
    int taken = 0;
    while (taken <= 2 * BURST && rates.take(source, nowNanos)) {
      taken++;
    }
    return taken;
  }
}
