package net.groupvpn.simulator.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class RelaySelectionExperimentTest {
  private final Experiment experiment = new RelaySelectionExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  @Test
  void theLowestSumIsNearestToTheBestOnACalmNetwork() throws ExperimentException {
    double[] values = run(36, Map.of("churn", "none", "seconds", "30")).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[1]).as("latency, over best").isBetween(1.0, 1.3);
    assertThat(values[0]).as("latency, ms").isLessThan(values[15]);
    assertThat(values[4]).as("latency, none").isZero();
    assertThat(values[1]).isLessThanOrEqualTo(values[6]).isLessThanOrEqualTo(values[11]);
  }

  @Test
  void churnIsTheSameEachTime() throws ExperimentException {
    Map<String, String> given = Map.of("up", "60", "down", "20", "seconds", "60");
    double[] values = run(24, given).get(0);
    assertThat(values[3] + values[8] + values[13] + values[18]).as("changes").isPositive();
    assertThat(run(24, given).get(0)).containsExactly(values);
  }
}
