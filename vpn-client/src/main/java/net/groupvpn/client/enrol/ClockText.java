package net.groupvpn.client.enrol;

import java.time.Duration;

/** Describes the difference between clocks, for people. */
public final class ClockText {
  private static final int HOURS_PER_DAY = 24;

  private ClockText() {}

  /** What to report and do about a clock that is {@code ahead} of the portal's, or behind. */
  public static String of(Duration ahead) {
    return "this machine's clock is %s %s the portal's; the portal's is used. Set it: timedatectl"
            .formatted(span(ahead.abs()), ahead.isNegative() ? "behind" : "ahead of")
        + " set-ntp true";
  }

  private static String span(Duration span) {
    long hours = span.toHours();
    if (hours >= HOURS_PER_DAY) {
      return hours / HOURS_PER_DAY + " d " + hours % HOURS_PER_DAY + " h";
    }
    return hours > 0
        ? hours + " h " + span.toMinutesPart() + " min"
        : span.toMinutes() + " min " + span.toSecondsPart() + " s";
  }
}
