package net.groupvpn.simulator.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class CrawlExperimentTest {
  private final Experiment experiment = new CrawlExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  @Test
  void aCalmOverlayIsFoundRight() throws ExperimentException {
    double[] row = run(60, Map.of("killed", "0")).get(0);
    assertThat(row).hasSize(experiment.columns().size());
    assertThat(row[3]).as("heard").isEqualTo(60);
    assertThat(row).endsWith(0, 0, 0, 0, 0);
  }

  @Test
  void viewsThatDeathsMadeWrongAreFound() throws ExperimentException {
    double[] row = run(60, Map.of("killed", "0.1")).get(0);
    assertThat(row[0]).as("running").isEqualTo(54);
    assertThat(row[5]).as("wrong before").isPositive();
    assertThat(row[4]).as("found wrong").isPositive();
    assertThat(row[7]).as("missed").isZero();
    assertThat(row[8]).as("false alarms").isZero();
  }

  @Test
  void laterAllIsRightAgain() throws ExperimentException {
    double[] row = run(60, Map.of("killed", "0.1", "wait", "120")).get(0);
    assertThat(row[4]).as("found wrong").isZero();
    assertThat(row[5]).as("wrong before").isZero();
  }
}
