package net.groupvpn.simulator.joins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class JoinsExperimentTest {
  private static final int SIZE = 12;

  private final Experiment experiment = new JoinsExperiment();

  private double[] run(long seed) throws ExperimentException {
    return OneRun.of(experiment, SIZE, seed, Map.of("loss", "0.01")).get(0);
  }

  @Test
  void allJoinAfterAMassStartAndAfterAStorm() throws ExperimentException {
    double[] values = run(1);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[7]).as("not joined").isZero();
    assertThat(values[0]).as("single").isPositive();
    assertThat(values[3]).as("mass, all").isGreaterThanOrEqualTo(values[2]);
    assertThat(run(1)).containsExactly(values);
  }
}
