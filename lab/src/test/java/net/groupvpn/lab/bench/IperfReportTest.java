package net.groupvpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IperfReportTest {
  private static final String TCP =
      """
      {"start": {},
       "intervals": [{"sum": {"bytes": 300, "omitted": true}}, {"sum": {"bytes": 700}}],
       "end": {"sum_sent": {"bits_per_second": 9e8}, "sum_received": {"bits_per_second": 8.5e8}}}
      """;

  private static final String UDP =
      """
      {"end": {"sum": {"packets": 1000, "lost_packets": 400, "seconds": 2.0}}}
      """;

  @Test
  void tcpIsWhatArrived() {
    assertThat(IperfReport.parse(TCP).receivedMegabitsPerSecond()).isEqualTo(850);
  }

  @Test
  void bytesIncludeTheWarmUp() {
    assertThat(IperfReport.parse(TCP).bytesWithWarmUp()).isEqualTo(1_000);
  }

  @Test
  void packetsThatWereLostDoNotCount() {
    assertThat(IperfReport.parse(UDP).receivedPacketsPerSecond()).isEqualTo(300);
  }

  @Test
  void anErrorIsNoResult() {
    assertThatThrownBy(
            () ->
                IperfReport.parse(
                    "{\"end\": {}, \"error\": \"unable to connect to server: timed out\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("iperf3: unable to connect to server: timed out");
  }

  @Test
  void whatIsNoJsonIsNoResult() {
    assertThatThrownBy(() -> IperfReport.parse("Terminated"))
        .hasMessage("iperf3 did not write JSON: Terminated");
    assertThatThrownBy(() -> IperfReport.parse("")).hasMessage("iperf3 gave no result: nothing");
  }

  @Test
  void nothingCarriedIsNoResult() {
    IperfReport nothing =
        IperfReport.parse("{\"end\": {\"sum_received\": {\"bits_per_second\": 0}}}");
    assertThatThrownBy(nothing::receivedMegabitsPerSecond).hasMessage("iperf3 carried nothing");
    assertThatThrownBy(nothing::bytesWithWarmUp).hasMessage("iperf3 carried nothing");
  }
}
