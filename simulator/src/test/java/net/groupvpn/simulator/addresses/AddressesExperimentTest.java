package net.groupvpn.simulator.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class AddressesExperimentTest {
  private static final Map<String, String> SMALL =
      Map.of("prefix", "26", "up", "120", "down", "20", "seconds", "60", "parted", "60");

  private final Experiment experiment = new AddressesExperiment();

  @Test
  void noAddressIsHeldTwiceAndAPartitionHeals() throws ExperimentException {
    double[] values = OneRun.of(experiment, 40, 1, SMALL).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("held").isEqualTo(1);
    assertThat(values[3]).as("held twice at the start").isZero();
    assertThat(values[4]).as("held twice under churn").isZero();
    assertThat(values[6]).as("same again").isGreaterThan(0.9);
    assertThat(values[7]).as("held twice in one part").isZero();
    assertThat(values[9]).as("healed").isBetween(0.0, 60.0);
    assertThat(values[10]).as("held at the end").isEqualTo(1);
    assertThat(values[11]).as("held twice at the end").isZero();
    assertThat(OneRun.of(experiment, 40, 1, SMALL).get(0)).containsExactly(values);
  }

  @Test
  void moreMembersThanAddressesAreRefused() {
    assertThatThrownBy(() -> OneRun.of(experiment, 62, 1, SMALL))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("62 members do not fit into the 61 addresses of a /26");
  }
}
