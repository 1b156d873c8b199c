package net.groupvpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.groupvpn.lab.report.MachineInfo;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final MachineInfo MACHINE =
      new MachineInfo("A processor", 2, 4_096, "Linux 6.1", "A machine 17", 0.1);

  private final Results results = new Results(versions());
  private final BenchReport report =
      new BenchReport(MACHINE, new BenchPlan(List.of(), 3, 4, true), results);

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("bare", "Linux 6.1");
    versions.put("groupvpn", "1.0");
    return versions;
  }

  private void round(String system, Metric metric, double value) {
    Sample sample = new Sample();
    sample.put(metric, value);
    results.add(system, sample);
  }

  private void failedRound(String system, Metric metric) {
    Sample sample = new Sample();
    sample.fail(List.of(metric), "no ping was answered");
    results.add(system, sample);
  }

  @Test
  void figuresAreMediansOfTheRounds() {
    round("groupvpn", Metric.TCP_AB, 900);
    round("groupvpn", Metric.TCP_AB, 100);
    round("groupvpn", Metric.TCP_AB, 800);
    assertThat(report.toJson().at("/systems/groupvpn/tcp_ab_mbps").asDouble()).isEqualTo(800);
  }

  @Test
  void jsonHasTheMachineAndEverySystem() {
    JsonNode json = report.toJson();
    assertThat(json.at("/machine/cores").asInt()).isEqualTo(2);
    assertThat(json.at("/machine/memory_mb").asInt()).isEqualTo(4_096);
    assertThat(json.at("/machine/cpu").asText()).isEqualTo("A processor");
    assertThat(json.at("/machine/kernel").asText()).isEqualTo("Linux 6.1");
    assertThat(json.at("/machine/java").asText()).isEqualTo("A machine 17");
    assertThat(json.path("systems").fieldNames()).toIterable().containsExactly("bare", "groupvpn");
    assertThat(json.at("/systems/groupvpn/version").asText()).isEqualTo("1.0");
  }

  @Test
  void memoryIsAnArrayOfBothEnds() {
    Sample sample = new Sample();
    sample.put(Metric.RESIDENT_A, 120.5);
    sample.put(Metric.RESIDENT_B, 118);
    results.add("groupvpn", sample);
    assertThat(report.toJson().at("/systems/groupvpn/rss_mb").toString())
        .isEqualTo("[120.5,118.0]");
  }

  @Test
  void aFailureIsShownAndNeverANumber() {
    failedRound("groupvpn", Metric.ROUND_TRIP_AVG);
    failedRound("groupvpn", Metric.ROUND_TRIP_AVG);
    round("groupvpn", Metric.ROUND_TRIP_AVG, 90);
    assertThat(report.toJson().at("/systems/groupvpn/rtt_avg_us").isNull()).isTrue();
    assertThat(report.table().toText())
        .isEqualTo(
            """
            system    RTT avg us
            bare               -
            groupvpn      failed
            """);
    assertThat(report.failures())
        .containsExactly("groupvpn, RTT avg us: failed in 2 of 3 rounds: no ping was answered");
  }

  @Test
  void aSingleFailureLeavesTheMedianOfTheOtherRoundsAndIsSaid() {
    failedRound("groupvpn", Metric.ROUND_TRIP_AVG);
    round("groupvpn", Metric.ROUND_TRIP_AVG, 90);
    round("groupvpn", Metric.ROUND_TRIP_AVG, 92);
    assertThat(report.table().toText()).contains("groupvpn          91");
    assertThat(report.toMarkdown("lab/bench")).contains("failed in 1 of 3 rounds");
  }

  @Test
  void whatASystemDoesNotHaveIsLeftOut() {
    round("groupvpn", Metric.PROCESSOR, 2);
    assertThat(report.toJson().at("/systems/bare").has("cpu_s_per_gb")).isFalse();
    assertThat(report.table().toText()).contains("bare             -\n");
  }

  @Test
  void ratiosAreOfTheMedians() {
    round("groupvpn", Metric.TCP_AB, 800);
    round("bare", Metric.TCP_AB, 1_600);
    failedRound("bare", Metric.SMALL_PACKETS);
    round("groupvpn", Metric.SMALL_PACKETS, 100);
    assertThat(new Ratios(results, "groupvpn", List.of("bare")).table().toText())
        .startsWith(
            """
            groupvpn, compared  better is  with bare
            A>B Mb/s                 more     0.50 x
            B>A Mb/s                 more          -
            64 B pps                 more     failed
            """);
  }
}
