package net.groupvpn.simulator.dht;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.Options;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.net.UniformLatencies;
import org.junit.jupiter.api.Test;

class DhtExperimentTest {
  private static final int SIZE = 16;

  @Test
  void aQuietNetworkFindsEverythingAndHeals() throws ExperimentException {
    Experiment experiment = new DhtExperiment();
    Options options = Options.of(experiment.options(), Map.of("churn", "none", "lookups", "20"));
    UniformLatencies latencies = new UniformLatencies(SIZE, 1, 5_000_000, 50_000_000);
    double[] values =
        experiment.run(new RunContext(SIZE, 1, options, latencies, new LongAdder())).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("stored").isEqualTo(1);
    assertThat(values[2]).as("records found").isEqualTo(1);
    assertThat(values[5]).as("leases found").isEqualTo(1);
    assertThat(values[9]).as("two owners").isZero();
    assertThat(values[10]).as("healed").isLessThan(60);
  }
}
