package net.groupvpn.client.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.client.dataplane.LocalService.Request;
import net.groupvpn.dhcpdns.address.Ipv6Address;
import net.groupvpn.dhcpdns.name.QuestionBudget;
import org.junit.jupiter.api.Test;

/** Who is asking, as far as limits go. */
class LocalServiceTest {
  private static final long NETWORK = 0xfd47_0000_0001_0007L;
  private static final int FLOOD = 10_000;
  private static final int PORT = 53;

  @Test
  void aMachineThatAsksFromManyAddressesHasOneShareOfTheQuestions() {
    QuestionBudget budget = new QuestionBudget();
    int taken = 0;
    for (int low = 0; low < FLOOD; low++) {
      taken += budget.take(source(NETWORK, low), 0) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(QuestionBudget.OF_SOURCE_BURST);
    assertThat(budget.take(source(NETWORK + 1, 1), 0)).as("another machine").isTrue();
  }

  @Test
  void eachIpv4AddressIsAMachineOfItsOwn() {
    assertThat(source(0, 0xffff_0a80_0002L)).isEqualTo(new Ipv6Address(0, 0xffff_0a80_0002L));
  }

  private static Ipv6Address source(long high, long low) {
    return new Request(PORT, false, new Ipv6Address(high, low), new byte[0]).source();
  }
}
