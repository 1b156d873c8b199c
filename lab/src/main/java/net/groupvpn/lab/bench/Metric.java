package net.groupvpn.lab.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The metrics, in the order of the table. Two with the same key, one for each end, become one array
 * in the JSON.
 */
enum Metric {
  TCP_AB("tcp_ab_mbps", "A>B Mb/s", 0, true),
  TCP_BA("tcp_ba_mbps", "B>A Mb/s", 0, true),
  SMALL_PACKETS("udp64_pps", "64 B pps", 0, true),
  ROUND_TRIP_MIN("rtt_min_us", "RTT min us", 0, false),
  ROUND_TRIP_AVG("rtt_avg_us", "RTT avg us", 0, false),
  RESIDENT_A("rss_mb", "RSS A MB", 1, false),
  RESIDENT_B("rss_mb", "RSS B MB", 1, false),
  PEAK_A("rss_peak_mb", "peak A MB", 1, false),
  PEAK_B("rss_peak_mb", "peak B MB", 1, false),
  PROCESSOR("cpu_s_per_gb", "CPU s/GB", 2, false),
  LOADED_PING("ping_under_load_ms", "loaded ping ms", 2, false),
  LOADED_PING_99("ping_under_load_p99_ms", "its p99", 2, false),
  EIGHT_STREAMS("tcp_8_streams_mbps", "8 streams", 0, true),
  EIGHT_PEERS("tcp_8_peers_mbps", "8 peers", 0, true);

  /** Metrics that need processes of the system's own. */
  static final List<Metric> OF_PROCESSES =
      List.of(RESIDENT_A, RESIDENT_B, PEAK_A, PEAK_B, PROCESSOR);

  private final String key;
  private final String heading;
  private final int decimals;
  private final boolean higherIsBetter;

  Metric(String key, String heading, int decimals, boolean higherIsBetter) {
    this.key = key;
    this.heading = heading;
    this.decimals = decimals;
    this.higherIsBetter = higherIsBetter;
  }

  /** Its name in JSON. */
  String key() {
    return key;
  }

  /** Its name in tables. */
  String heading() {
    return heading;
  }

  /** Whether another metric, for the other end, has the same key. */
  boolean isOfBothEnds() {
    return Arrays.stream(values()).filter(other -> other.key.equals(key)).count() > 1;
  }

  boolean higherIsBetter() {
    return higherIsBetter;
  }

  String format(double value) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
