package net.groupvpn.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The final report of {@code iperf3 -J}. */
public record IperfReport(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double BITS_PER_MEGABIT = 1e6;
  private static final int SHOWN = 200;

  /**
   * Reads a client's output.
   *
   * @throws IllegalStateException if it reports a failure, or is not JSON
   */
  static IperfReport parse(String output) {
    JsonNode json;
    try {
      json = JSON.readTree(output);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("iperf3 did not write JSON: " + shorten(output), e);
    }
    if (json.has("error")) {
      throw new IllegalStateException("iperf3: " + json.path("error").asText());
    }
    if (!json.path("end").isObject() || json.path("end").isEmpty()) {
      throw new IllegalStateException("iperf3 gave no result: " + shorten(output));
    }
    return new IperfReport(json);
  }

  /** TCP throughput at the receiver, in Mbit/s, after the warm-up. */
  public double receivedMegabitsPerSecond() {
    return positive(json.at("/end/sum_received/bits_per_second")) / BITS_PER_MEGABIT;
  }

  /** All bytes that the client sent or received, including the warm-up. */
  double bytesWithWarmUp() {
    double bytes = 0;
    for (JsonNode interval : json.path("intervals")) {
      bytes += interval.at("/sum/bytes").asDouble();
    }
    if (bytes <= 0) {
      throw new IllegalStateException("iperf3 carried nothing");
    }
    return bytes;
  }

  /** UDP packets per second that arrived. */
  double receivedPacketsPerSecond() {
    JsonNode sum = json.at("/end/sum");
    double received = positive(sum.path("packets")) - number(sum.path("lost_packets"));
    return received / positive(sum.path("seconds"));
  }

  /** UDP packets that were sent. */
  public long packets() {
    return (long) positive(json.at("/end/sum/packets"));
  }

  /** UDP packets that did not arrive. */
  public long lostPackets() {
    return (long) number(json.at("/end/sum/lost_packets"));
  }

  /** UDP packets that arrived after one that was sent later. */
  public long disorderedPackets() {
    return (long) number(json.at("/end/streams/0/udp/out_of_order"));
  }

  private static double positive(JsonNode node) {
    double value = number(node);
    if (value <= 0) {
      throw new IllegalStateException("iperf3 carried nothing");
    }
    return value;
  }

  private static double number(JsonNode node) {
    if (!node.isNumber()) {
      throw new IllegalStateException("iperf3 left out a number of its result");
    }
    return node.asDouble();
  }

  private static String shorten(String output) {
    String text = output.strip();
    return text.isEmpty() ? "nothing" : text.substring(0, Math.min(SHOWN, text.length()));
  }
}
