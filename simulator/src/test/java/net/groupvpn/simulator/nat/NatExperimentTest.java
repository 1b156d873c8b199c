package net.groupvpn.simulator.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.groupvpn.simulator.experiment.Experiment;
import net.groupvpn.simulator.experiment.ExperimentException;
import net.groupvpn.simulator.experiment.OneRun;
import org.junit.jupiter.api.Test;

class NatExperimentTest {
  private final Experiment experiment = new NatExperiment();

  private List<double[]> run(int size, Map<String, String> given) throws ExperimentException {
    return OneRun.of(experiment, size, 1, given);
  }

  private static final int SIZE = 40;

  @Test
  void openHostsTalkDirectly() throws ExperimentException {
    double[] values = run(SIZE, Map.of("mix", "open=1", "seconds", "20", "per-bucket", "1")).get(0);
    assertThat(values).hasSize(experiment.columns().size());
    assertThat(values[0]).as("joined").isEqualTo(1);
    assertThat(values[1]).as("pairs").isPositive();
    assertThat(values[2]).as("direct").isEqualTo(1);
    assertThat(values[3] + values[4]).as("punched or by TCP").isZero();
    assertThat(values[9]).as("median, ms").isPositive();
  }

  @Test
  void symmetricBoxesTalkByRelays() throws ExperimentException {
    Map<String, String> given =
        Map.of("mix", "open=30,symmetric=70", "seconds", "30", "per-bucket", "1");
    double[] values = run(SIZE, given).get(0);
    assertThat(values[0]).as("joined").isEqualTo(1);
    assertThat(values[5]).as("relayed").isPositive();
    assertThat(values[3]).as("punched").isZero();
    assertThat(values[2] + values[4] + values[5] + values[6]).isCloseTo(1, within(1e-9));
    assertThat(values[7]).as("none").isZero();
    assertThat(run(SIZE, given).get(0)).containsExactly(values);
  }

  @Test
  void symmetricAndPortRestrictedBoxesGoDirectByTheBirthdayApproach() throws ExperimentException {
    Map<String, String> given =
        Map.of("mix", "port-restricted=50,symmetric=50", "pairs", "20", "per-bucket", "1");
    double[] values = run(SIZE, given).get(0);
    assertThat(values[0]).as("joined").isEqualTo(1);
    assertThat(values[3]).as("punched").isBetween(0.2, values[2]);
    assertThat(run(SIZE, given).get(0)).containsExactly(values);
  }

  @Test
  void hostsWithoutUdpJoinAndTalkByTcp() throws ExperimentException {
    Map<String, String> given =
        Map.of("mix", "open=50,udp-blocked=50", "pairs", "20", "per-bucket", "1");
    double[] values = run(SIZE, given).get(0);
    assertThat(values[0]).as("joined").isEqualTo(1);
    assertThat(values[4]).as("by TCP").isPositive();
    assertThat(values[7]).as("none").isZero();
  }

  @Test
  void pairsOfTwoKindsAloneAreLookedAt() throws ExperimentException {
    Map<String, String> given =
        Map.of(
            "mix", "open=30,address-restricted=35,symmetric=35",
            "between", "symmetric/address-restricted",
            "seconds", "30",
            "per-bucket", "1");
    double[] values = run(SIZE, given).get(0);
    assertThat(values[1]).as("pairs").isPositive();
    assertThat(values[2]).as("direct").isEqualTo(1);
    assertThatThrownBy(() -> NatKinds.parse("symmetric"))
        .hasMessageContaining("symmetric/port-restricted");
  }

  @Test
  void aWrongMixIsExplained() {
    assertThatThrownBy(() -> NatMix.parse("open=1,cone=2"))
        .isInstanceOf(ExperimentException.class)
        .hasMessageContaining("full-cone")
        .hasMessageContaining("open=1,cone=2");
    assertThatThrownBy(() -> NatMix.parse("open=0")).hasMessageContaining("no weight above 0");
  }
}
