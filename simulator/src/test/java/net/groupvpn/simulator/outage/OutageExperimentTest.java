package net.groupvpn.simulator.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class OutageExperimentTest {
  private final Experiment experiment = new OutageExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  @Test
  void theOthersAndThenTheRegionRecoverFromAPowerCut() throws ExperimentException {
    double[] values = run(24, Map.of()).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("nodes of the region").isEqualTo(6);
    assertThat(values[1]).as("before").isEqualTo(1);
    assertThat(values[3]).as("recovered").isBetween(0.0, 60.0);
    assertThat(values[5]).as("back").isBetween(0.0, 60.0);
    assertThat(run(24, Map.of()).get(0)).containsExactly(values);
  }

  @Test
  void aRegionThatIsCutOffComesBack() throws ExperimentException {
    double[] values = run(24, Map.of("how", "cut")).get(0);
    assertThat(values[3]).as("recovered").isBetween(0.0, 60.0);
    assertThat(values[5]).as("back").isBetween(0.0, 110.0);
  }

  @Test
  void calmIsTenSecondsWithoutLoss() {
    List<Double> shares =
        List.of(0.5, 1.0, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5);
    assertThat(OutageRun.calmAfterSeconds(shares)).isEqualTo(3);
    assertThat(OutageRun.calmAfterSeconds(shares.subList(0, 12))).isNaN();
  }
}
