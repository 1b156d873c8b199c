package net.groupvpn.lab.figures;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param key its name for programs, unique in a report
 * @param what its name for people
 * @param unit of {@code measured} and {@code limit}
 * @param limit the target, or null where there is none
 * @param atMost whether the target is a maximum, not a minimum
 * @param note how it was measured, or details of the result
 */
record Figure(
    String key,
    String what,
    double measured,
    String unit,
    @Nullable Double limit,
    boolean atMost,
    String note) {

  static Figure atMost(
      String key, String what, double limit, double measured, String unit, String note) {
    return new Figure(key, what, measured, unit, limit, true, note);
  }

  static Figure atLeast(
      String key, String what, double limit, double measured, String unit, String note) {
    return new Figure(key, what, measured, unit, limit, false, note);
  }

  static Figure withoutTarget(String key, String what, double measured, String unit, String note) {
    return new Figure(key, what, measured, unit, null, true, note);
  }

  /** Whether it meets its target. */
  boolean isMet() {
    return limit == null || (atMost ? measured <= limit : measured >= limit);
  }

  String targetText() {
    return limit == null ? "" : (atMost ? "at most " : "at least ") + number(limit) + " " + unit;
  }

  String measuredText() {
    return number(measured) + " " + unit + (isMet() ? "" : " (missed)");
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) || Math.abs(value) >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", value);
  }
}
