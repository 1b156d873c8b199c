package net.groupvpn.client.part;

import static org.assertj.core.api.Assertions.assertThat;

import net.groupvpn.client.dataplane.Exits;
import net.groupvpn.overlay.id.NodeId;
import org.junit.jupiter.api.Test;

class ExitSwitchTest {
  private static final NodeId A = NodeId.ofHex("aa".repeat(20));
  private static final NodeId B = NodeId.ofHex("bb".repeat(20));

  private long now = 1_000;
  private Exits told = Exits.NONE;
  private final ExitSwitch exits = new ExitSwitch(changed -> told = changed, () -> now);

  @Test
  void packetsOfTheFormerGatewayAreTakenForTenSeconds() {
    exits.use(A);
    exits.use(B);
    assertThat(told).isEqualTo(new Exits(B, A, 1_000 + ExitSwitch.FORMER_NANOS, false));
  }

  @Test
  void thatTimeIsNotRenewedByLaterSwitchesToTheSameGateway() {
    exits.use(A);
    exits.use(B);
    now += 5_000;
    exits.use(B);
    assertThat(told).isEqualTo(new Exits(B, A, 1_000 + ExitSwitch.FORMER_NANOS, false));
  }

  @Test
  void norByHavingNoGatewayForAWhile() {
    exits.use(A);
    exits.use(null);
    now += 5_000;
    exits.use(null);
    exits.use(B);
    assertThat(told).isEqualTo(new Exits(B, A, 1_000 + ExitSwitch.FORMER_NANOS, false));
  }

  @Test
  void whetherThisMachineIsAGatewayIsAnotherMatter() {
    exits.use(A);
    exits.serve(true);
    assertThat(told.isGateway()).isTrue();
    assertThat(told.gateway()).isEqualTo(A);
    exits.use(B);
    assertThat(told.isGateway()).isTrue();
  }
}
