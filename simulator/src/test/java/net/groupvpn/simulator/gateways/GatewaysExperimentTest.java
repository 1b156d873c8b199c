package net.groupvpn.simulator.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class GatewaysExperimentTest {
  private static final int NEAREST = 7;
  private static final int RANDOM = 14;

  private final Experiment experiment = new GatewaysExperiment();

  @Test
  void fiftyMembersSpreadOverFiveEqualGatewaysAndLeaveDeadOnes() throws ExperimentException {
    Map<String, String> given = Map.of("distance", "20", "kills", "2", "seconds", "20");
    double[] values = OneRun.of(experiment, 55, 1, given).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("spread").isBetween(1.0, 1.5);
    assertThat(values[1]).as("over nearest").isEqualTo(1);
    assertThat(values[4]).as("longest failover").isBetween(0.0, 3_000.0);
    assertThat(values[6]).as("served under churn").isGreaterThan(0.9);
  }

  @Test
  void theNearestGatewayIsNearestAndAnyIsFarther() throws ExperimentException {
    Map<String, String> given = Map.of("kills", "1", "seconds", "10");
    double[] values = OneRun.of(experiment, 30, 2, given).get(0);
    assertThat(values[NEAREST + 1]).as("nearest").isBetween(1.0, 1.2);
    assertThat(values[RANDOM + 1]).as("random").isGreaterThan(values[NEAREST + 1]);
  }

  @Test
  void thereMustBeMembersBesideTheGateways() {
    assertThatThrownBy(() -> OneRun.of(experiment, 8, 1, Map.of()))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("at least 9 nodes");
  }
}
