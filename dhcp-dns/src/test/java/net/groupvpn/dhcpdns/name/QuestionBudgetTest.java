package net.groupvpn.dhcpdns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import org.junit.jupiter.api.Test;

class QuestionBudgetTest {
  private static final int FLOOD = 10_000;
  private static final Ipv6Address LOUD = new Ipv6Address(0, 1);
  private static final Ipv6Address QUIET = new Ipv6Address(0, 2);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final QuestionBudget budget = new QuestionBudget();

  @Test
  void aFloodOfOneMachineLeavesRoomForAnother() {
    assertThat(asks(LOUD, 0)).isEqualTo(QuestionBudget.OF_SOURCE_BURST);
    assertThat(budget.take(QUIET, 0)).isTrue();
    assertThat(asks(LOUD, SECOND_NANOS)).isEqualTo(QuestionBudget.OF_SOURCE_BURST);
  }

  @Test
  void manyMachinesTogetherHaveOneBudget() {
    int taken = 0;
    for (int i = 0; i < FLOOD; i++) {
      taken += budget.take(new Ipv6Address(1, i), 0) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(QuestionBudget.BURST);
    assertThat(budget.refused()).isEqualTo(FLOOD - QuestionBudget.BURST);
  }

  private int asks(Ipv6Address source, long nowNanos) {
    int taken = 0;
    for (int i = 0; i < FLOOD; i++) {
      taken += budget.take(source, nowNanos) ? 1 : 0;
    }
    return taken;
  }
}
