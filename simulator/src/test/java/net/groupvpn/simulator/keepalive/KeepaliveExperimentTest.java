package net.groupvpn.simulator.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class KeepaliveExperimentTest {
  private final Experiment experiment = new KeepaliveExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  @Test
  void activePeersCostMoreThanNone() throws ExperimentException {
    List<double[]> rows = run(40, Map.of("seconds", "60"));
    assertThat(rows).extracting(row -> row[0]).containsExactly(0.0, 8.0, 32.0);
    assertThat(rows.get(0)).hasSize(experiment.columns().size());
    assertThat(rows.get(0)[1]).as("bytes/s, idle").isBetween(1.0, 1_000.0);
    assertThat(rows.get(2)[1]).as("bytes/s, 32 active").isGreaterThan(rows.get(0)[1]);
    assertThat(rows.get(2)[4]).as("sessions").isGreaterThanOrEqualTo(32);
  }
}
