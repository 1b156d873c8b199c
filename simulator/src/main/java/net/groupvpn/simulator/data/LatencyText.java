package net.groupvpn.simulator.data;

import java.util.List;
import java.util.function.Function;

/** A latency as Shadow's graphs write it: {@code 10}, {@code 10 ms}. */
final class LatencyText {
  private LatencyText() {}

  /**
   * Milliseconds; also the default unit.
   *
   * @param error makes an error that names the place
   */
  static float millis(String text, Function<String, DatasetException> error)
      throws DatasetException {
    List<String> parts = NumberFields.fields(text);
    float number = number(parts.isEmpty() ? "" : parts.get(0), error);
    String unit = parts.size() > 1 ? parts.get(1) : "ms";
    return switch (unit) {
      case "s" -> number * 1e3f;
      case "ms" -> number;
      case "us" -> number / 1e3f;
      case "ns" -> number / 1e6f;
      default -> throw error.apply("unknown unit '" + unit + "' of a latency");
    };
  }

  private static float number(String text, Function<String, DatasetException> error)
      throws DatasetException {
    try {
      float number = Float.parseFloat(text);
      if (number >= 0 && number < Float.POSITIVE_INFINITY) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw error.apply("an edge without a latency: '" + text + "'");
  }
}
