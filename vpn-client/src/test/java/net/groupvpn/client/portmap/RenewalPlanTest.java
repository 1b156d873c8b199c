package net.groupvpn.client.portmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import net.groupvpn.overlay.path.Endpoint;
import org.junit.jupiter.api.Test;

class RenewalPlanTest {
  private final RenewalPlan plan = new RenewalPlan();

  private static MappedPort lasting(long seconds) throws Exception {
    Inet4Address address = (Inet4Address) InetAddress.getByName("192.168.1.254");
    return new MappedPort(
        MappingMethod.PCP, new Gateway(address, address), new Endpoint(address, 7_400), seconds);
  }

  private static long seconds(long count) {
    return TimeUnit.SECONDS.toNanos(count);
  }

  @Test
  void aMappingIsRenewedAtHalfItsTime() throws Exception {
    assertThat(plan.onGranted(lasting(1_200), 0)).isEqualTo(seconds(600));
  }

  @Test
  void noLifetimeMakesItAskAllTheTimeOrNeverAgain() throws Exception {
    assertThat(plan.onGranted(lasting(1), 0)).isEqualTo(RenewalPlan.MIN_NANOS);
    assertThat(plan.onGranted(lasting(0xFFFFFFFFL), 0)).isEqualTo(RenewalPlan.MAX_RENEWAL_NANOS);
  }

  @Test
  void aMappingThatIsNotRenewedIsHeldUntilItsEnd() throws Exception {
    plan.onGranted(lasting(1_200), 0);
    assertThat(plan.onFailed(seconds(600))).isEqualTo(seconds(300));
    assertThat(plan.held()).isNotNull();
    assertThat(plan.onFailed(seconds(1_201))).isEqualTo(RenewalPlan.FIRST_PAUSE_NANOS);
    assertThat(plan.held()).isNull();
  }

  @Test
  void aRouterThatRefusesIsAskedLessAndLess() {
    assertThat(plan.onFailed(0)).isEqualTo(seconds(30));
    assertThat(plan.onFailed(0)).isEqualTo(seconds(60));
    for (int i = 0; i < 100; i++) {
      assertThat(plan.onFailed(0)).isLessThanOrEqualTo(seconds(960));
    }
    plan.forget();
    assertThat(plan.onFailed(0)).isEqualTo(seconds(30));
  }
}
