package net.groupvpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PingReportTest {
  @Test
  void readsTheRepliesAndNothingElse() {
    PingReport report =
        PingReport.parse(
            """
            PING 10.98.0.2 (10.98.0.2) 56(84) bytes of data.
            64 bytes from 10.98.0.2: icmp_seq=1 ttl=64 time=0.090 ms
            64 bytes from 10.98.0.2: icmp_seq=2 ttl=64 time=0.030 ms
            64 bytes from 10.98.0.2: icmp_seq=3 ttl=64 time=1.20 ms

            3 packets transmitted, 3 received, 0% packet loss, time 10ms
            rtt min/avg/max/mdev = 0.030/0.440/1.200/0.538 ms
            """);
    assertThat(report.minMicros()).isCloseTo(30, within(1e-6));
    assertThat(report.averageMicros()).isCloseTo(440, within(1e-6));
    assertThat(report.medianMillis()).isEqualTo(0.09);
  }

  @Test
  void ninetyNineOfAHundredAreAtMostTheHighOne() {
    String output =
        IntStream.rangeClosed(1, 200)
            .mapToObj(millis -> "icmp_seq=1 ttl=64 time=" + millis + " ms\n")
            .collect(Collectors.joining());
    assertThat(PingReport.parse(output).highMillis()).isEqualTo(198);
  }

  @Test
  void withoutAnyReplyThereIsNoResult() {
    assertThatThrownBy(() -> PingReport.parse("3 packets transmitted, 0 received"))
        .hasMessage("no ping was answered");
  }
}
