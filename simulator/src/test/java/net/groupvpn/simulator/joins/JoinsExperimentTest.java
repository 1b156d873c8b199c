package net.groupvpn.simulator.joins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.Options;
import net.groupvpn.simulator.experiment.RunContext;
import net.groupvpn.simulator.net.UniformLatencies;
import org.junit.jupiter.api.Test;

class JoinsExperimentTest {
  private static final int SIZE = 12;

  private final Experiment experiment = new JoinsExperiment();

  private double[] run(long seed) throws ExperimentException {
    Options options = Options.of(experiment.options(), Map.of("loss", "0.01"));
    UniformLatencies latencies = new UniformLatencies(SIZE, 1, 5_000_000, 50_000_000);
    return experiment.run(new RunContext(SIZE, seed, options, latencies, new LongAdder())).get(0);
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
