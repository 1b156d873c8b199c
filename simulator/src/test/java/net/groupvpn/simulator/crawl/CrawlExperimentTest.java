package net.groupvpn.simulator.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class CrawlExperimentTest {
  private static final int SEEDS = 8;

  private final Experiment experiment = new CrawlExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return run(size, 1, given);
  }

  private List<double[]> run(int size, long seed, Map<String, String> given)
      throws ExperimentException {
    return OneRun.of(experiment, size, seed, given);
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
    double found = 0;
    // Views may be right again by the time the crawl arrives.
    for (int seed = 1; seed <= SEEDS && found == 0; seed++) {
      double[] row = run(60, seed, Map.of("killed", "0.1")).get(0);
      assertThat(row[0]).as("running").isEqualTo(54);
      assertThat(row[5]).as("wrong before").isPositive();
      assertThat(row[7]).as("missed").isZero();
      assertThat(row[8]).as("false alarms").isZero();
      found = row[4];
    }
    assertThat(found).as("found wrong").isPositive();
  }

  @Test
  void laterAllIsRightAgain() throws ExperimentException {
    double[] row = run(60, Map.of("killed", "0.1", "wait", "120")).get(0);
    assertThat(row[4]).as("found wrong").isZero();
    assertThat(row[5]).as("wrong before").isZero();
  }
}
