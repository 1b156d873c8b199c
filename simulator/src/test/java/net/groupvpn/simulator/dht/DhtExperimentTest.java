package net.groupvpn.simulator.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class DhtExperimentTest {
  private static final int SIZE = 16;

  @Test
  void aQuietNetworkFindsEverythingAndHeals() throws ExperimentException {
    Experiment experiment = new DhtExperiment();
    Map<String, String> given = Map.of("churn", "none", "lookups", "20");
    double[] values = OneRun.of(experiment, SIZE, 1, given).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("stored").isEqualTo(1);
    assertThat(values[2]).as("records found").isEqualTo(1);
    assertThat(values[5]).as("leases found").isEqualTo(1);
    assertThat(values[9]).as("two owners").isZero();
    assertThat(values[10]).as("healed").isLessThan(60);
  }
}
